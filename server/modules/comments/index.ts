export { comment, type Comment } from './comment.ts'
export { mentionsIn, mentionsOf } from './mentions.ts'
export { comments } from './module.ts'
