package signs

// demoMark is 示例数据 in dots, drawn for this purpose: a PNG has no fonts.
var demoMark = [...]string{
	"................" + "...#.........#.." + "...#....#......." + "..#...#########.",
	"..###########..." + "...#.#####...#.." + ".#.#.#..#......." + "..#...#.......#.",
	"................" + "..#...#...#..#.." + "..#.#..#.#####.." + ".####.#########.",
	"................" + "..#..#....#..#.." + "#######..#...#.." + "..#...#...#.....",
	"###############." + ".##..####.#..#.." + "..###.#.#.#..#.." + "..#.#.#...#.....",
	".......#........" + ".##.#...#.#..#.." + ".#.#.##...#..#.." + "..##..#########.",
	".......#........" + "#.#.#.#.#.#..#.." + "#..#..#...#.#..." + ".##...#...#.....",
	"...#...#...#...." + "..##..##..#..#.." + "..#...#...#.#..." + "#.#...#...#.....",
	"..#....#....#..." + "..#....#..#..#.." + "######.....##..." + "..#..#.#######..",
	".#.....#.....#.." + "..#...#...#..#.." + ".#..#......#...." + "..#..#.#.....#..",
	"#......#......#." + "..#..#.......#.." + "..##......#.#..." + "..#.#..#.....#..",
	"....#..#........" + "..#.#......#.#.." + ".#..#....#...#.." + "#.#.#..#######..",
	".....##........." + "..##........#..." + "#....#..#.....#." + ".#.#...#.....#..",
}

// markCell is the side of a dot of the mark, in pixels: the mark is at most
// as wide as the code without its quiet zone.
func (r Raster) markCell() int {
	return max(1, (r.Width-2*r.Margin-2*quietModules*r.Module)/len(demoMark[0]))
}

// bandHeight is what the mark adds to the image, in pixels. Its upper edge
// is the quiet zone, which stays free.
func (r Raster) bandHeight() int { return r.markCell() * (len(demoMark) + 4) }

// writeMark writes the band under the code.
func (r *rowWriter) writeMark(raster Raster) {
	cell := raster.markCell()
	left := (raster.Width - cell*len(demoMark[0])) / 2
	for _, dots := range demoMark {
		r.write(cell, func(x int) bool {
			i := (x - left) / cell
			return x >= left && i < len(dots) && dots[i] == '#'
		})
	}
	r.write(raster.Height-r.done, nil)
}
