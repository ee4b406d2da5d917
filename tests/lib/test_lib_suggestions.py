"""What is said of a wrong name: the nearest right one, and those that are allowed."""

from hypothesis import given
from hypothesis import strategies as st

from voiceguide._lib.suggestions import MOST_SHOWN, did_you_mean, nearest

BEDS = ["rain", "surf", "brown", "drone"]


def test_the_nearest_name_is_offered_whatever_its_case():
    assert did_you_mean("RIAN", BEDS) == "; did you mean rain? There are: rain, surf, brown, drone"
    assert did_you_mean("brone", BEDS) == "; did you mean drone or brown? There are: rain, surf, brown, drone"


def test_a_name_like_no_other_gets_the_list_alone():
    assert did_you_mean("xyz", BEDS) == "; there are: rain, surf, brown, drone"


def test_of_many_names_some_are_shown():
    names = [f"voice-{number}" for number in range(20)]
    assert did_you_mean("?", names).endswith(f"{names[MOST_SHOWN - 1]} and 4 more")


@given(st.text(), st.lists(st.text(min_size=1), unique_by=str.casefold))
def test_only_what_is_allowed_is_offered(wrong, allowed):
    assert set(nearest(wrong, allowed, 3)) <= set(allowed)


@given(st.lists(st.text(min_size=1, max_size=9), min_size=1, unique_by=str.casefold), st.data())
def test_a_name_in_another_case_is_found(allowed, data):
    name = data.draw(st.sampled_from(allowed))
    assert nearest(name.casefold(), allowed) == [name]
