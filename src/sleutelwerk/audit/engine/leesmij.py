"""The explanation that lies in every export, in Dutch, for whoever opens it without knowing Sleutelwerk."""

LEESMIJ = """\
UITVOER VAN HET LOGBOEK

In dit bestand staat het logboek van Sleutelwerk: wie deed wat, en wie zag wat. U kunt zelf nagaan dat er niets is
veranderd, weggehaald of tussengevoegd. U hebt daarvoor Sleutelwerk niet nodig.

Wat zit erin
  entries.jsonl  alle regels, op volgorde; per regel het nummer, de hash en de inhoud (body) als exacte tekst
  head.txt       de stand op het moment van uitvoeren: de keten, het laatste nummer, de laatste hash en de tijd (UTC)
  head.sig       de handtekening onder head.txt (Ed25519)
  public.pem     de openbare sleutel waarmee u de handtekening nagaat

Zo gaat u het na
  1. Vraag de organisatie langs een andere weg (bijvoorbeeld aan de telefoon) om de vingerafdruk van haar openbare
     sleutel, en vergelijk die met:
       openssl pkey -pubin -in public.pem -outform DER | openssl dgst -sha256
  2. Ga de handtekening na:
       openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in head.txt -sigfile head.sig
  3. Reken de keten na. De hash van elke regel is SHA-256 over de hash van de regel ervoor (32 bytes) en daarachter de
     inhoud (UTF-8). Voor regel 1 zijn dat 32 nullen. De laatste hash moet die in head.txt zijn.

Leeggemaakte regels
  Na de bewaartermijn verdwijnt de inhoud van een regel. Er staat dan {"previous":"<hash ervoor>","purged":<nummer>}.
  Het nummer wijst naar een latere regel (entries_purged) die vertelt hoeveel regels er zijn leeggemaakt, met een hash
  over al die regels samen: SHA-256 over per regel de tekst "nummer hash-ervoor hash" met een regeleinde erachter.

Wat er nooit in staat
  Namen, adressen, IP-adressen en vrije tekst. Wie iets deed staat er als nummer; over wie of wat het ging staat er als
  pseudoniem dat alleen de organisatie kan herleiden.

Een kant-en-klaar script (Python, zonder iets te installeren) staat in de handleiding van Sleutelwerk:
docs/how-to/verify-the-audit-trail.md. Met Sleutelwerk zelf: sleutelwerk audit verify BESTAND.zip
"""
