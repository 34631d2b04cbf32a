"""How many can take part, in one place: the seeds give some of it, the rest is chosen to be likely.

Places are counted in participants unless the name says organisations.
"""

NATIONAL_MEETING_PLACES = 150
NATIONAL_MEETING_GUESTS = 1  # a chief may bring one leader or other key person

THEMED_COURSE_PLACES = 40  # for each of the three start dates
THEMED_COURSE_PER_SIGN_UP = 4
THEMED_COURSE_PER_MUNICIPALITY = 2  # sign-ups for each start date

NETWORK_MEETING_PLACES = 60
NETWORK_MEETING_PER_SIGN_UP = 2

PROGRAMME_ORGANISATIONS = 2
PROGRAMME_MOST_EMPLOYEES = 35  # in each municipality
INVOLVEMENT_AGENTS = 8  # trained in each municipality
