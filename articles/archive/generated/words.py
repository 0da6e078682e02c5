"""The words of generated pages, the frequent ones first: our own lists, and terms put together from syllables."""

from itertools import product

THINGS = (
    "treatment symptom doctor pain dose sleep medicine blood test infection skin joint muscle nerve heart lung "
    "kidney liver stomach back knee hand foot eye ear throat fever cough rash headache swelling fatigue weight "
    "pressure sugar cholesterol vitamin allergy vaccine surgery scan appointment nurse pharmacist hospital "
    "clinic exercise walking diet water alcohol smoking stress mood memory balance breathing pulse scar wound "
    "bone tendon spine shoulder hip ankle wrist finger tooth gum tongue nose sinus bladder bowel thyroid "
    "hormone insulin antibody virus bacterium fungus parasite tumor biopsy x-ray ultrasound result score scale "
    "diary plan routine habit trigger flare remission relapse recovery risk benefit side-effect interaction "
    "warning leaflet label tablet capsule injection cream drop inhaler patch bandage splint brace crutch cane "
    "wheelchair bath shower bed pillow chair meal breakfast snack fiber salt fat protein calcium iron zinc "
    "caffeine noise light heat cold travel work school childhood pregnancy aging family friend"
).split()
QUALITIES = (
    "common mild severe sudden lasting early late daily weekly short long dull sharp deep dry moist warm cool "
    "stiff weak strong steady irregular rare frequent unexpected familiar gradual rapid quiet restless swollen "
    "tender sore numb tired dizzy pale flushed itchy red blue yellow healthy careful regular gentle simple "
    "useful safe likely unlikely"
).split()
DOINGS = (
    "help ease change raise lower slow follow improve worsen cause prevent reveal confirm explain limit reduce "
    "shorten prolong disturb support protect need affect mimic mask signal delay outlast precede accompany"
).split()
TIMES = (
    "in the morning,at night,after a meal,before bed,within a week,after some days,over several months,"
    "for a short time,from time to time,during the first year,after a long rest,once the swelling is gone,"
    "while the dose is adjusted"
).split(",")
WHO = (
    "people,adults,children,older people,some patients,many readers,families,athletes,new parents,shift workers"
).split(",")

# {t}: a term, {n} {m}: things, {q} {r}: qualities, {d}: a doing, {w}: when, {p}: who, {k}: a number.
SENTENCES = (
    "In {p}, {q} {n} can {d} {m} {w}.",
    "a {q} {n} does not always mean {t}.",
    "{t} may {d} the {n}, and {w} the {m} as well.",
    "Ask about {n} if {t} lasts longer than {k} days.",
    "The {n} is often {q} {w}, while the {m} stays {r}.",
    "Many {p} notice {q} {n} {w}.",
    "Keep a {n} diary, and write down each {q} {m}.",
    "About {k} in 100 {p} with {t} report {q} {n}.",
    "Neither {n} nor {m} is a sign of {t} by itself.",
    "What seems like {t} is sometimes a {q} {n} with {m}.",
    "For {p} with {t}, {n} and {m} often {d} each other.",
    "If the {n} becomes {q}, the {m} should be looked at {w}.",
    "a {n} test tells {t} from other causes of {q} {m}.",
    "{w}, a {q} {n} can {d} the {m} of {p}.",
    "The link between {t} and {n} is {q}, and it was seen in {p} {w}.",
    "Better {n} can {d} {q} {m}, even where {t} stays.",
    "It takes {k} weeks until {n} and {m} are {q} again.",
    "Without {n}, {t} tends to {d} the {m} {w}.",
    "Some {p} find that {q} {n} helps more than {m}.",
    "Talk about {t} early: {q} {n} is easier to treat than {m}.",
)
HEADINGS = (
    "What {t} is",
    "What {n} has to do with {t}",
    "Signs of {t} that {p} notice",
    "How {t} is found",
    "When {n} becomes {q}",
    "How {n} and {m} are treated",
    "Living with {t} and {q} {n}",
    "What {p} can do about {n}",
    "Questions about {n} for your doctor",
)
TITLES = (
    "{t}: {q} {n} and {m}",
    "How does {t} affect {n}?",
    "{t} and {q} {n} in {p}",
    "Is {q} {n} a sign of {t}?",
    "Living with {t}: {n}, {m} and more",
)
FIRST_NAMES = (
    "Ada Bela Cora Dario Edda Farid Gesa Hanno Ilka Jora Kian Lova Mira Nuno Orla Pavel Runa Sami Tove Ugo".split()
)
LAST_NAMES = (
    "Abendrot Birkholm Castaway Dornfeld Elmquist Farrowby Glaswell Hartriegel Inselmann Juniper Kestrelyn Lindwurm "
    "Moorland Nebelung Oakhollow Pfefferkorn Quillfeather Rosenbaumer Sandhaven Thornbury Uferlos Weidenbach"
).split()
JOURNALS = (
    "Journal of Generated Findings,Annals of Sample Medicine,Archive of Invented Trials,Proceedings of Nothing in "
    "Particular,Reports on Measured Software"
).split(",")

_FIRST = "al bor cer dal en far gor hel im jal kor lum mar nor ol per quar ral sol tar ul ver wil xan yor zel".split()
_MIDDLE = "a ba de li mo na po ra se ti vo zu".split()
_LAST = "ritis dosis lemia pathy noma toxia plegia rhea stasis trophy genia spasm".split()
# Some four thousand: about as many names as a large medical site has, and none of them a real one.
TERMS = tuple(first + middle + last for middle, last, first in product(_MIDDLE, _LAST, _FIRST))
