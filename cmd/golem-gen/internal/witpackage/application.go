package witpackage

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
)

// The file of a Golem application, and of its components.
const applicationFile = "golem.yaml"

// maxAbove is the maximum number of folders above a WIT that are searched.
const maxAbove = 10

// applicationFolders returns the folders above a folder of WIT, the nearest first, up to
// the highest with a golem.yaml (components have one, and so does their application), but
// not above the configuration or the repository. It returns none if there is neither file.
func applicationFolders(folder string) []string {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return nil
	}
	var list []string
	highest := 0
	for range maxAbove {
		above := filepath.Dir(absolute)
		if above == absolute {
			break
		}
		absolute, folder = above, filepath.Join(folder, "..")
		list = append(list, folder)
		configured := exists(filepath.Join(absolute, config.Name))
		if configured || exists(filepath.Join(absolute, applicationFile)) {
			highest = len(list)
		}
		if configured || exists(filepath.Join(absolute, ".git")) {
			break
		}
	}
	return list[:highest]
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// witDependencies returns the folders that the golem.yaml of a folder lists under witDeps.
// It returns none if the file cannot be read.
func witDependencies(folder string) []string {
	path := filepath.Join(folder, applicationFile)
	info, err := os.Stat(path)
	if err != nil || info.Size() > maxApplicationSize {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil || config.Nesting(text) > config.MaxNesting {
		return nil
	}
	defer func() { _ = recover() }() // the library panics on some broken YAML
	var application struct {
		WITDeps []string `yaml:"witDeps"`
	}
	if yaml.Unmarshal(text, &application) != nil {
		return nil
	}
	return slices.DeleteFunc(application.WITDeps, func(path string) bool { return !filepath.IsLocal(filepath.FromSlash(path)) })
}

const maxApplicationSize = 1 << 20
