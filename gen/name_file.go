package gen

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// longestFileBase limits file names to what file systems and archives support.
const longestFileBase = 100

// takenFiles are the base names of the package's own files, and device names that Windows and Go
// modules reject.
var takenFiles = strings.Fields("client component serve doc aux con nul prn " +
	"com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")

// nameFiles names the files of each interface. Base names have no underscore. They can therefore
// neither end like a test or a platform (_test, _windows), nor clash with the second file of
// another interface (http-types and http).
func (n *namer) nameFiles() {
	files := newNameScope("", takenFiles...)
	if n.survey.model.deployment != nil {
		files.take("", "deployment")
	}
	for _, sc := range n.survey.model.scopes {
		list := words(sc.place)
		if sc.iface != nil {
			list = words(sc.iface.ShortName)
		}
		what := "interface"
		if sc.agent != nil {
			what = "agent"
		}
		sum := sha256.Sum256([]byte(sc.place))
		base := strings.Join(list, "")
		full := strings.Join(words(sc.place), "")
		if bindsVersion(sc.place) {
			base = strings.ToLower(strings.ReplaceAll(sc.goName, "_", ""))
		}
		sc.file, _ = files.first("",
			shortened(base, sum),
			shortened(full, sum),
			shortened(base+what, sum),
			shortened(full, sum)+"x"+hex.EncodeToString(sum[:4]),
		)
	}
}

func shortened(base string, sum [sha256.Size]byte) string {
	if len(base) <= longestFileBase {
		return base
	}
	return base[:longestFileBase-9] + "x" + hex.EncodeToString(sum[:4])
}
