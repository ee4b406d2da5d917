"""The composer's own sentences. Several wordings for one purpose; a seed chooses, and none comes twice.

They follow the narration's rules: one instruction a sentence, at most 14 words, verb first, present tense,
no exclamation marks, no promises. ``{name}``, ``{code}`` and the like are filled by the narrator;
``{length}`` and ``{hold}`` stay in the script and are filled when times are known.
"""

from __future__ import annotations

from typing import Final

SIDE_FIRST: Final = {"left": "Left side.", "right": "Right side."}
SIDE_NEXT: Final = {"left": "Now the left.", "right": "Now the right."}
HALFWAY: Final = "Halfway."
TEN_LEFT: Final = "Ten seconds left."
HOLD_FIRST: Final = (
    "Find your place, then stay for {hold}.",
    "Settle in, then hold for {hold}.",
    "Take your time, then stay for {hold}.",
)
HOLD_NEXT: Final = ("Again, {hold}.",)
REST_FOR: Final = ("This lasts {hold}.",)

SIGNALS: Final = frozenset(
    {*SIDE_FIRST.values(), *SIDE_NEXT.values(), HALFWAY, TEN_LEFT, *HOLD_FIRST, *HOLD_NEXT, *REST_FOR}
)
"""Sentences that may come again: like a chime, they are known by being the same each time."""

WELCOME_FULL: Final = (
    "Welcome to a session for {subject}.",
    "Welcome. This session is for {subject}.",
    "Hello, and welcome to a session for {subject}.",
)
WELCOME_SHORT: Final = ("{length}, for {subject}.",)
LENGTH_FULL: Final = ("It takes {length}.", "We have {length}.")

OCCASIONS: Final = {
    "before-yoga": "It goes well before yoga.",
    "after-yoga": "It goes well after yoga.",
    "before-gardening": "It goes well before an hour in the garden.",
    "after-gardening": "It goes well after an hour in the garden.",
    "before-workout": "It goes well before a workout.",
    "after-workout": "It goes well after a workout.",
    "desk-break": "It fits into a break at the desk.",
    "after-sitting": "It goes well after long sitting.",
}

THINGS: Final = {
    "tennis-ball": "a tennis ball",
    "massage-tool": "a massage tool",
    "wall": "a free stretch of wall",
    "seated": "a chair",
    "lying": "a mat",
}
NEED: Final = ("You need {things}.", "Have ready {things}.")
NEED_MORE: Final = "Also {things}."

BREATH_IN: Final = ("Take one slow breath in.", "Breathe in, slowly, through the nose.")
BREATH_OUT: Final = ("And let it go.", "And let it all out.")

PRESSURE: Final = (
    "Press until you feel a good ache, not a sharp pain.",
    "If you hold your breath, it is too much.",
)
TONES: Final = "Breathe in as the tone rises, and out as it falls."
COUNTED: Final = "Breathe in slowly for four, and out for six."

NAME_FIRST: Final = ("We begin with {name}, {code}.", "The first point is {name}, {code}.")
NAME_NEXT: Final = (
    "Next comes {name}, {code}.",
    "The next point is {name}, {code}.",
    "Now for {name}, {code}.",
    "We go on to {name}, {code}.",
)
NAME_LAST: Final = ("The last point is {name}, {code}.", "We finish with {name}, {code}.")
MEANING: Final = ("The name means {meaning}.", "Its English name is {meaning}.")

AGAIN_FIRST: Final = (
    "{name} again, on the {side}.",
    "Once more {name}, on the {side}.",
    "{name} for the last time, on the {side}.",
)
AGAIN_NEXT: Final = (
    "{name}, on the {side}.",
    "And {name} on the {side}.",
    "Then {name}, on the {side}, too.",
)
AGAIN_MIDLINE: Final = (
    "{name} again.",
    "Once more {name}.",
    "{name} for the last time.",
)

POSTURE_FIRST: Final = {
    "lying": ("The {which} {points} pressed lying on your back.",),
    "standing": ("The {which} {points} pressed standing.",),
    "standing at the wall": ("The {which} {points} pressed standing at a wall.",),
    "seated": ("The {which} {points} pressed sitting down.",),
}
RISE: Final = (
    # who gets up, and goes to a wall or a chair, must see
    "Open your eyes, and roll onto one side. Come up slowly.",
    "Open your eyes again, and roll to the side. Come up without hurry.",
    "Once more, open your eyes, and roll onto your side. Rise slowly.",
    "Open your eyes, then turn to one side. Push yourself up gently.",
)
GO: Final = {
    "lying": (
        "Lie down on your back, with your knees bent.",
        "Lie down on your back again.",
        "Once more, lie down on your back.",
        "Come down onto your back, slowly.",
        "Lie back again, with your knees bent.",
        "Settle on your back once more.",
    ),
    "standing": (
        "Stand up now, without hurry.",
        "Stand up again, slowly.",
        "Come up to standing once more.",
        "Rise to your feet again, in your own time.",
        "Stand once more, with soft knees.",
    ),
    "standing at the wall": (
        "Go to the wall now.",
        "Come back to the wall.",
        "Stand at the wall again.",
        "Once more, go to the wall.",
        "Find your place at the wall again.",
        "Return to the wall, without hurry.",
    ),
    "seated": (
        "Sit down, on a chair or on the floor.",
        "Sit down again.",
        "Come back to sitting.",
        "Take your seat again, without hurry.",
        "Sit once more, with a long back.",
        "Find your seat again.",
    ),
}
TAKE: Final = {
    "tennis-ball": (
        "Take the tennis ball in your hand.",
        "Pick up the tennis ball.",
        "Take the ball with you again.",
        "Have the ball in your hand once more.",
        "Bring the tennis ball along.",
        "Take up the ball again.",
        "Reach for the tennis ball once more.",
    ),
    "massage-tool": (
        "Take the massage tool in your hand.",
        "Pick up the massage tool.",
        "Take the massage tool with you again.",
        "Have the massage tool in your hand once more.",
        "Bring the massage tool along.",
        "Take up the massage tool again.",
        "Reach for the massage tool once more.",
    ),
    "none": (
        "Put everything aside; you need only your hands.",
        "Only your hands are needed now.",
        "Lay down what you hold; hands are enough.",
        "Free your hands again.",
        "Put things aside once more.",
        "Empty your hands for what comes.",
        "From here, bare hands again.",
        "Let your hands be empty.",
    ),
}
ROUND: Final = (
    "That was the first round.",
    "That was the second round.",
    "That was the third round.",
)
ROUND_NEXT: Final = (
    "We go around once more, with fewer words.",
    "Another round follows.",
    "One round is left.",
)

BREATHING: Final = (
    "Rest your hands, and just breathe.",
    "Pause here, and follow your breath.",
    "Let your hands rest, and listen to your breathing.",
    "Stay as you are, and let the breath flow.",
)
REST: Final = (
    "Let go of everything, and rest.",
    "Nothing more to press; only rest now.",
    "Let the whole back be heavy, and rest.",
)
REST_POSTURE: Final = {
    "lying": "Take away whatever is under you, and lie comfortably.",
    "standing": "Find a place to sit or to lie down.",
    "seated": "Sit back, or lie down, and let your hands lie open.",
}

OVER_FULL: Final = ("That was the last point, and the session is over.", "The session is over now.")
OVER_SHORT: Final = ("The session is over.",)
GET_UP: Final = {
    "lying": (
        "Bend your knees, and roll onto one side.",
        "Rest there a moment, then push yourself up slowly.",
    ),
    "standing": ("Let your arms hang, and stand quietly for a breath.",),
    "seated": ("Set both feet on the floor, and stand up slowly.",),
    "anywhere": (
        "If you lie down, bend your knees, and roll onto one side.",
        "Stay there a moment, then come up slowly.",
    ),
}
FAREWELL: Final = ("Drink some water, and go slowly.", "Have a glass of water, and take your time.")

IN_HOLD: Final = (
    "Let your shoulders sink.",
    "Soften your jaw.",
    "Let the breath reach the point.",
    "Let your weight be heavy.",
    "Notice what changes under the pressure.",
    "Let your forehead be smooth.",
    "Keep the pressure even.",
    "Breathe out a little longer.",
    "Let the muscle come to meet you.",
    "Stay with the good ache.",
    "Give it time.",
    "Let your belly be soft.",
    "Let the breath move your ribs.",
    "Ease off a little, if you need to.",
    "Let the corners of your mouth rest.",
    "Follow the breath out, to its end.",
    "Let the back of your neck be long.",
    "Notice where the body touches the ground.",
    "No hurry at all.",
    "Let your tongue rest in your mouth.",
    "Wait, and listen to the point.",
    "With each breath out, let go a little.",
    "Let your eyes be soft behind the lids.",
    "Rest in the silence between two breaths.",
    "Notice the warmth, if there is any.",
    "Let the breath be slow and deep.",
    "Let what is not needed rest.",
    "Notice the back of your ribs widen.",
    "Let your cheeks be soft.",
    "Stay curious.",
    "Let thoughts pass by.",
    "Make it a little softer or firmer, as feels right.",
    "Let your throat be open.",
    "Sink as you breathe out.",
    "Let your face do nothing.",
    "Find the angle that feels right.",
    "Be gentle, and be patient.",
    "Let the breath come by itself.",
    "Allow a small sigh.",
    "Let your toes be quiet.",
    "Keep the ache in the good range.",
    "Let the hips be heavy.",
    "Listen to the quiet around you.",
    "Let every breath out be a small rest.",
    "Stay soft around the pressure.",
    "Let the spine be long.",
    "Breathe as if you had all day.",
    "Let the pressure and the breath meet.",
    "Rest your attention on this one place.",
    "Let the chest be wide.",
    "Smile a little, if you like.",
    "Let go of what you are holding up.",
)
