package command

import (
	"os"
	"path/filepath"

	"github.com/golem-gen/golem-gen/cmd/golem-gen/internal/config"
)

// witPaths returns the paths of a component's WIT as seen from the process's working
// directory.
func (p *project) witPaths(s config.Source) []string {
	c, ok := s.(*config.Component)
	if !ok {
		return nil
	}
	folder := p.shown
	if !sameFolder(folder, p.dir) {
		folder = p.dir
	}
	var paths []string
	for _, path := range c.WIT {
		paths = append(paths, joinReal(folder, filepath.FromSlash(path)))
	}
	return paths
}

// sameFolder reports whether two paths lead to one folder. The path of a folder relative to the
// working directory leads elsewhere if the working directory was entered by a symbolic link, or
// if the command runs as if in another directory.
func sameFolder(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// joinReal joins a folder and a clean relative path. If the path begins with "..", it leads
// out of the folder that symbolic links in the folder's path lead to, on every system:
// filepath.Join alone would remove the name of the link instead.
func joinReal(folder, path string) string {
	if !filepath.IsLocal(path) {
		if real, err := filepath.EvalSymlinks(folder); err == nil {
			folder = real
		}
	}
	return filepath.Join(folder, path)
}
