package config

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"golang.org/x/mod/module"
)

// windowsNames are the names of devices, which no file on Windows can have. Go refuses them
// in import paths everywhere.
var windowsNames = func() map[string]bool {
	names := map[string]bool{"con": true, "prn": true, "aux": true, "nul": true}
	for digit := range "123456789" {
		names[fmt.Sprintf("com%d", digit+1)], names[fmt.Sprintf("lpt%d", digit+1)] = true, true
	}
	return names
}()

// IsImportPath reports whether a text can be the import path of a package of a module: "C" and
// "unsafe" mean something else to the compiler.
func IsImportPath(text string) bool {
	return text != "C" && text != "unsafe" && module.CheckImportPath(text) == nil
}

// CheckFolders returns an error if a path with slashes cannot be part of an import path: "aux
// is reserved on Windows, so Go refuses to import it".
func CheckFolders(folders string) error {
	for folder := range strings.SplitSeq(path.Clean(folders), "/") {
		device, _, _ := strings.Cut(strings.ToLower(folder), ".")
		switch {
		case windowsNames[device]:
			return fmt.Errorf("%s is reserved on Windows, so Go refuses to import it", folder)
		case folder == "vendor":
			return errors.New("vendor is reserved by Go for copies of other modules")
		case !IsImportPath(path.Join("module", folder)):
			return fmt.Errorf("%s cannot be in an import path", quote(folder))
		}
	}
	return nil
}
