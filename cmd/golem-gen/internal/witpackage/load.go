package witpackage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"go.bytecodealliance.org/wit"
)

var loading sync.Mutex

// load runs the library. It keeps its compiled machine code below the temporary
// folder, under a name that anyone can guess; in a folder that all users share,
// others could put code of theirs there. So it gets the user's own cache folder.
func load(run func() (*wit.Resolve, error)) (resolve *wit.Resolve, err error) {
	loading.Lock()
	defer loading.Unlock()
	folder, err := cacheFolder()
	if err != nil {
		return nil, err
	}
	variable := "TMPDIR"
	if runtime.GOOS == "windows" {
		variable = "TMP"
	}
	before, had := os.LookupEnv(variable)
	if err := os.Setenv(variable, folder); err != nil {
		return nil, err
	}
	defer func() {
		if had {
			_ = os.Setenv(variable, before)
		} else {
			_ = os.Unsetenv(variable)
		}
	}()
	// The library panics on JSON that it does not expect.
	defer func() {
		if p := recover(); p != nil {
			resolve, err = nil, fmt.Errorf("the WIT library failed: %v", p)
		}
	}()
	return run()
}

// cacheFolder is a folder that only the user can write.
func cacheFolder() (string, error) {
	cache, err := os.UserCacheDir()
	if err == nil {
		folder := filepath.Join(cache, "golem-gen")
		if os.MkdirAll(folder, 0o700) == nil {
			return folder, nil
		}
	}
	return onceFolder()
}

// onceFolder is for machines without a cache folder, like containers that build.
// The library goes on using it, so it is left to the system to clean up.
var onceFolder = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "golem-gen-cache-") })

// location is where wasm-tools says that it points to a fault.
var location = regexp.MustCompile(`(?m)^\s*--> (.+:\d+:\d+)\s*$`)

// readingError turns the library's text into "file:line:column: what", with the
// user's name of what was read.
func readingError(err error, internal, name string) error {
	text := strings.TrimPrefix(err.Error(), "wasm-tools: ")
	text = strings.ReplaceAll(text, internal, name)
	if at := location.FindStringSubmatch(text); at != nil {
		return fmt.Errorf("%s: %s: correct the WIT", at[1], firstFault(text))
	}
	what := firstFault(text)
	if strings.HasPrefix(what, name) {
		return errors.New(what)
	}
	return fmt.Errorf("%s: %s: give WIT text, a WIT package in binary form, or a component", name, what)
}

// firstFault is the innermost cause if wasm-tools lists causes, else the message.
func firstFault(text string) string {
	first, causes, listed := strings.Cut(text, "Caused by:")
	if listed {
		lines := strings.Split(causes, "\n")
		for _, line := range lines {
			line = strings.TrimSpace(line)
			number, what, ok := strings.Cut(line, ": ")
			if ok && strings.Trim(number, "0123456789") == "" {
				line = what
			}
			if line != "" && !strings.HasPrefix(line, "-->") {
				first = line
			}
			if strings.HasPrefix(line, "-->") {
				break
			}
		}
	}
	line, _, _ := strings.Cut(strings.TrimSpace(first), "\n")
	return strings.TrimPrefix(line, "error: ")
}
