"""Words of the four languages: those that say nothing of a matter, and those that give it away."""

from __future__ import annotations

from bot.knowledge.models import Language

_STOP = {
    "en": """
        a about above after again all also am an and any are as at be because been before being
        but by can could did do does doing done for from get gets got had has have having he her
        here hers him his how i if in into is it its just let like make many may me more most
        much must my need no nor not now of off on once only or other our out over own please
        same shall she should so some still such take tell than that the their them then there
        these they thing this those to too u ur under until up us use very was we were what when
        where which while who whom whose why will with would yes yet you your yours im ive dont
        cant doesnt isnt wont really thanks hello hi want know someone somebody something one
        two
    """,
    "fr": """
        a ai au aux avec c ce ces cela ceci cet cette comme comment d dans de des du elle elles
        en est et etre eu fait faire faut il ils j je l la le les leur leurs lui m ma mais me
        mes mon n ne nos notre nous on ont ou par pas peut peuvent plus pour pouvons qu quand
        que quel quelle quelles quels qui quoi s sa sans se ses si son sont sur t ta te tes ton
        tu un une va vos votre vous y combien doit doivent avons avez suis sera etait t-il oui
        non aussi tres
    """,
    "es": """
        a al ante como con cual cuales cuando cuanto cuantos cuantas de del desde donde e el
        ella ellas ellos en entre era es esa ese eso esta estan estas este esto estos fue ha
        hace hacer hacia han hay la las le les lo los mas me mi mis muy nada ni no nos nosotros
        nuestra nuestro o os otra otro para pero por porque puede pueden podemos que quien
        quienes se ser si sin sobre son su sus tambien te tener tiene tienen todo tu un una uno
        unos y ya yo debe deben hemos
    """,
    "ar": """
        من في على الى عن ما ماذا متى اين كيف كم هل هي هو هذا هذه ذلك تلك التي الذي ان او و ثم قد
        لا لم لن مع كل بعد قبل عند لدى بين حتى اذا يمكن نحن لنا انا لي كان كانت يكون اي هناك
        ايضا
    """,
}
STOP: dict[Language, frozenset[str]] = {
    "en": frozenset(_STOP["en"].split()),
    "fr": frozenset(_STOP["fr"].split()),
    "es": frozenset(_STOP["es"].split()),
    "ar": frozenset(_STOP["ar"].split()),
}
"""Words that are not looked up, folded as `words.fold` does."""
ALL_STOP = frozenset().union(*STOP.values())

_MARKS = {
    "en": """
        committee council deadline human report review rights session state submit
    """,
    "fr": """
        aux avec combien comite comment dans delai des droits du est et etat faut homme il le
        les leur notre nous ou peut pour pouvons quand que quel quelle quelles quels qui saisir
        sur une merci bonjour bonsoir salut coucou aide bien moi vous hier nuit depuis cette
        sert quoi svp voisin enfants femmes hommes ils elles je pouvez la de ces
    """,
    "es": """
        comite como con cual cuales cuando cuanto cuantos debe del derechos donde el en es esta
        estado hay humanos las los nosotros nuestra para plazo podemos por puede que quien se
        sobre una y hola gracias buenas buenos ayuda listo ayer hoy anoche desde nos casa
        orden hombres mujeres la de le lo al su
    """,
}
MARKS: dict[Language, frozenset[str]] = {
    "en": STOP["en"] | frozenset(_MARKS["en"].split()),
    "fr": frozenset(_MARKS["fr"].split()),
    "es": frozenset(_MARKS["es"].split()),
}
"""Words by which a language is recognised."""

_JOINING = """
    and but or also then so what how et mais ou aussi alors y pero o tambien entonces و ماذا ثم
"""
JOINING = frozenset(_JOINING.split())
"""Words with which a follow-up begins."""
_POINTING = """
    it they them this that these those he she its their there one ones same il elle ils elles eux
    cela ca ce la y en leur le les ellos ellas eso esto lo los las su sus هي هو هم ذلك هذا هذه لها
    له لهم
"""
POINTING = frozenset(_POINTING.split())
"""Words that stand for something said before."""
