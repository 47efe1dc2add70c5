"""Short everyday words that are easy to say and hard to mistake: four of them give a lost phone its seat back."""

from __future__ import annotations

WORDS = tuple(
    """
    aarde adem anker appel arend auto avond baars bakker balkon banaan bank beek beer berg beuk bever bloem boek
    boom boot bord bos boter brief brood brug buik buis buur cacao cirkel citroen clown dak dans deken deur dier
    dijk dorp draad druif duif duin eend egel eik eiland emmer engel ezel fakkel fiets film fluit forel gans gebak
    geit gember gevel gids gitaar glas goud gras haan haard haas hagel hamer hand haring haven heide heuvel hoed
    hond honing hout huis iglo ijs inkt jacht jas jasmijn juni kaars kaas kabel kade kamer kano kapper kar kast
    kat kelder kers ketel kiwi klaver klei klok knoop koffie kok komeet konijn koor kraan krant kreeft krijt kroon
    kruik kuil kwast lade lamp land laurier leeuw lente lepel licht lied linde lint loper maan maart mais mand
    mantel map markt mast meer meeuw melk merel mier mist molen mos mossel motor muis munt muts muur naald nacht
    nest noot oever olie olijf olm orgel oven paard pad palm pan papier parel park pauw peer pen peper piano pijl
    pinda plank plein poort post pot prei punt raam raap radijs raket ree regen reis riem riet ring rivier rok
    roos rots ruit saffraan schaap schaar schelp schip schuur ski slak slee slot sneeuw soep spar specht spiegel
    spin spoor stad stal stam steen ster stoel storm straat strand struik suiker tafel tak tang tapijt tas tegel
    tent thee tijger toren touw trap trein tuin tulp uil vaas varen vat veer veld vijg vijver vink viool vis vlag
    vleugel vlieg vogel vork vos vuur wagen wand water weg wei wesp wiel wilg wind winter wol wolk zaad zadel zak
    zalm zand zebra zee zeil zomer zon zout zwaan zwaluw
    """.split()
)
