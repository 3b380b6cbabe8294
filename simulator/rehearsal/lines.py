"""How simulated reps say behaviours for which a scenario has no words of its own."""

from __future__ import annotations

from collections.abc import Mapping

LINES: Mapping[str, tuple[str, ...]] = {
    "acknowledge": (
        "That's a fair point, and I'd think the same in your place.",
        "I can see that you have a lot on your hands with this.",
        "I can see that this weighs on you.",
        "Thanks for telling me so openly how it stands with you.",
    ),
    "empathise": (
        "I can see why that would wear you down.",
        "That must be hard on you and your people.",
        "No wonder that you are careful after that.",
        "It must be frustrating to go through that again and again.",
    ),
    "check_back": ("Did I get that right?", "Is that how it is?", "Have I understood you correctly?", "Does that fit?"),
    "open_question": (
        "What else goes with that?",
        "How do you see that yourself?",
        "What would you like to be different?",
        "How did that come about?",
    ),
    "closed_question": (
        "Is that right?",
        "Are you happy with that?",
        "Do you see that as well?",
        "Would that suit you?",
    ),
    "leading_question": (
        "You'd agree that this can't go on, wouldn't you?",
        "Surely you want to save money, don't you?",
    ),
    "consequence_question": ("What happens because of that?", "What does that lead to?"),
    "decision_question": ("Who else has to agree to it?", "By when do you have to decide?"),
    "number_question": ("How much is that in a year?", "How many are there?"),
    "next_step": (
        "Shall we sit down on Thursday at ten?",
        "Could we look at it together on Tuesday at nine?",
        "How about Friday at two, for half an hour?",
        "Then let's meet on Wednesday at eleven.",
    ),
    "joint_step": (
        "Would you bring your own figures?",
        "You bring whoever has to see it, and I bring the rest.",
        "Could you have your numbers at hand by then?",
    ),
    "open_ask": ("Could we meet about it some time?", "Could we sit down together at some point?"),
    "vague_follow_up": ("I'll send you something and then we'll be in touch.", "Just let me know when it suits you."),
    "trade": (
        "If you commit to two years, then we can do something on the price.",
        "If you decide this month, I'd split the invoice.",
    ),
    "give_away": ("I could take ten percent off for you.", "I'll give you a discount if that helps."),
    "claim": ("Our software does all of that for you.", "We do that for a lot of firms like yours."),
    "proof": (
        "One of our customers counted it over two quarters.",
        "You could ring somebody who has used it for a year.",
    ),
    "pitch_dump": (
        "Our platform is the market leader, it does everything, it saves time and it is easy.",
        "We have won awards, our software is the fastest, and our support is the best.",
    ),
    "overstatement": (
        "It is the best there is, and it always works.",
        "Everybody loves it, and nothing ever goes wrong.",
    ),
    "hedge": ("It might sort of help a bit, I would hope.", "Maybe that could perhaps be possible."),
    "owns_limit": ("I can't promise you a figure.", "There is one part that we can't do, and I'd rather say so now."),
    "refers_up": ("I would have to ask my manager about that.", "That isn't mine to decide, I'd have to check."),
    "apologises_for_price": ("I'm sorry that it costs so much.", "I know it's expensive, sorry about that."),
    "irritator": ("That is a very generous offer, be reasonable.", "It's a fair price, you have to admit."),
    "pushy": ("You need to decide today.", "You'd be crazy not to do it now.", "Just say yes, then we can start."),
    "disparage": ("Their tool is rubbish.", "Your system is a mess."),
    "argues": ("No, that's not true, you are wrong there.", "That's simply not true."),
    "small_talk": ("How are you today?", "Lovely weather, isn't it?"),
    "thanks": ("Thank you for that.", "Thanks for being so open."),
    "stock_phrase": ("I hear you.", "I totally get that."),
    "opt_out_respected": ("All right, then I won't call you again.",),
    "guarantee": ("I guarantee that you will save money.", "It will pay for itself, I promise you that."),
    "deception": ("The price doubles at midnight.", "We only have two left this month."),
    "self_review": ("How did you think that call went yourself?", "What would you do again, and what not?"),
    "observation": ("In that call you spoke for two minutes before you asked anything.",),
    "ask_options": ("What could you try instead?", "What else could you do there?"),
    "support": ("I'll sit in with you on Thursday and we listen to it together.",),
    "praise": ("The way you opened that call was good.",),
    "smart_goal": ("Let's say two open questions in each of your next five calls, by Friday.",),
}
"""How behaviours sound; at least one of them is heard as what it is (a test holds that)."""
