export { comment, type Comment } from './comment.ts'
export { mentionsIn, mentionsOf } from './mentions.ts'
export { maySee } from './reach.ts'
export { comments } from './module.ts'
