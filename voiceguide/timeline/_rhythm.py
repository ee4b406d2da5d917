"""The rhythm of a session: the silences that belong to speech and chimes, in milliseconds."""

from voiceguide.units import Ms

SESSION_LEAD = Ms(1_000)
"""Before the first thing that is heard: headphones and speakers wake up meanwhile, and so does a listener."""

FIRST_LEAD = Ms(400)
"""The same where the first sentence has to be spoken yet, and room tone sounds until it is: they have woken
up meanwhile."""

SENTENCE_GAP = Ms(750)
"""Between two sentences, where no pause is written: a breath, and time to do what was said. With it, runs of
sentences come at 120 to 140 words a minute."""

CHIME_LEAD = Ms(1_800)
"""From a chime's onset to speech that follows it at once, where the chime itself says nothing of it: it has
been heard, and rings on beneath."""

BREATH_LEAD = Ms(3_000)
"""From a hold's start to its first breath tone, so that the start chime is over its loudest."""

BREATH_ALONE = Ms(24_000)
"""The longest time between two breaths that tones lead, after the first two: silence that is any longer
reads as a fault."""

FIRST_BREATHS = 2
"""Breaths at the start of a hold that tones lead without a gap."""

CUE_MARGIN = Ms(500)
"""Silence kept between spoken cues and breath tones in a hold, and between a tone and the hold's end."""

CUE_GAP = Ms(50)
"""Silence between two spoken cues in a hold, at the least: somebody may count on the second."""

BELL_MARGIN = Ms(1_000)
"""Bells that come again and again are left out so near to the hold's end, where its own chime may sound."""

TONE_SHARE = 0.95
"""How much of its phase the tone of a paced breath lasts: one ends before the next begins."""

LEAST_TONE = Ms(600)
LONGEST_TONE = Ms(15_000)
"""Bounds of the tone of a paced breath."""

HALF_LEAD = Ms(700)
"""From the halfway chime to the word that goes with it."""
