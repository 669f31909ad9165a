import sql, { type Sql } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'

/** Sets anew who sees some threads (`t`) and their letters: the one place where that is decided. Those who keep the
 * mailbox always; who sees the record a thread is filed to, unless it is private; everybody, if the mailbox is for
 * all. Runs as the system. */
export async function settle(tx: Tx, which: Sql): Promise<void> {
  const shared = sql`(m.kind = 'shared' and m.shared_with_id is not null)`
  const open = sql`(m.kind = 'shared' and coalesce(m.is_for_all, false) and t.is_private is not true)`
  const filed = sql`(t.deal_id is not null or t.contact_id is not null or t.account_id is not null or t.lead_id is not null)`
  await tx.rows(sql`with told as (
      select t.id, ${open} as open, t.is_private is true or not (${filed} or ${open}) as alone,
        case when not ${shared} then m.owner_id end as keeper, case when ${shared} then m.shared_with_id end as keepers,
        case when t.deal_id is not null then d.owner_id when t.contact_id is not null then c.owner_id
          when t.account_id is not null then a.owner_id else l.owner_id end as owner,
        case when t.deal_id is not null then d.team_id when t.contact_id is not null then c.team_id
          when t.account_id is not null then a.team_id else l.team_id end as team
      from mail_threads t join mailboxes m on m.id = t.mailbox_id
        left join deals d on d.id = t.deal_id left join contacts c on c.id = t.contact_id
        left join accounts a on a.id = t.account_id left join leads l on l.id = t.lead_id
      where ${which}),
    threads as (
      update mail_threads x set is_alone = told.alone, is_open = told.open, keeper_id = told.keeper,
        keeper_team_id = told.keepers, owner_id = told.owner, team_id = told.team
      from told where x.id = told.id)
    update mail_messages x set is_alone = told.alone, is_open = told.open, keeper_id = told.keeper,
      keeper_team_id = told.keepers, owner_id = told.owner, team_id = told.team
    from told where x.thread_id = told.id`)
}
