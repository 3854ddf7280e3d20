//! Points for what people say. Independent surveys of residents' own experience are something else,
//! and so is being asked for one's opinion on a draft.

use super::clauses::Clause;

const ALWAYS: &[&str] = &[
    "评论数",
    "评论率",
    "正面评论",
    "负面评论",
    "评论正面",
    "评论负面",
    "网评",
    "跟评",
    "舆论引导",
    "舆情引导",
    "负面舆情",
    "正面舆情",
    "舆情数",
    "舆情量",
    "点赞",
    "转发量",
    "正面报道",
    "负面报道",
    "媒体倾向",
    "positive comment",
    "positive comments",
    "negative comment",
    "negative comments",
    "positive online comments",
    "online comments",
    "media tone",
    "tone of media",
    "tone of the media",
    "negative news",
    "positive news",
    "positive coverage",
    "negative coverage",
    "sentiment",
    "opinion guidance",
    "guiding opinion",
    "guide public opinion",
    "public opinion monitoring",
    "likes",
    "retweets",
    "shares of posts",
];

/// What is said of a negative comment need not make it an item.
const DENIED: &[&str] = &[
    "不得",
    "不按",
    "不以",
    "不作",
    "不计",
    "评论期",
    "征求",
    "not scored",
    "never scored",
    "comment period",
    "consult*",
];

/// Whether a clause judges what people say.
pub(super) fn breach(clause: &Clause) -> bool {
    let comments = clause.has("评论") && clause.any(&["占比", "比例", "得", "扣", "每"]);
    let counted =
        clause.any(&["negative", "positive"]) && clause.any(&["comments", "ones", "posts"]);
    let steered = clause.all(&["舆论", "引导"]) || clause.all(&["舆情", "引导"]);
    (clause.any(ALWAYS) || steered || comments || counted) && !clause.any(DENIED)
}
