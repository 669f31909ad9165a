-- What kept months are made of is said by subject: a deal's change touches the months of its moves too.
delete from cross_months;
