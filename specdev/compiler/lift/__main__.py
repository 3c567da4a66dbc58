import hashlib
import json
import sys

from specdev.compiler.lift import coverage_gaps, lift
from specdev.compiler.parse import parse

p = sys.argv[1]
b = open(p, "rb").read()
d = parse(b.decode(), p.rsplit("/", 1)[-1])
r = lift(d, digest="sha256:" + hashlib.sha256(b).hexdigest())
print(json.dumps(r.prd.model_dump(mode="json"), ensure_ascii=False, indent=1))
g = coverage_gaps(d, r.prd)
if g:
    print("GAPS", g, file=sys.stderr)
