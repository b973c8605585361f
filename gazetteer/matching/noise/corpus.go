// Package noise makes addresses to test matching with: a corpus from real names
// of divisions with streets and numbers from a seed, and the texts that people
// write for them, spoilt in named ways. All of it follows from its seed.
package noise

import (
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"diming/gazetteer/matching"
	"diming/gazetteer/search"
)

// The seeds of the texts. Rules and weights of matching are tried on the
// development seed alone; figures are of the evaluation seed.
const (
	CorpusSeed      = 7
	DevelopmentSeed = 1
	EvaluationSeed  = 20261126
)

// A Corpus is a register in small or large.
type Corpus struct {
	Names     []matching.Name
	Addresses []matching.Address

	at     map[uuid.UUID]int // of Names
	twins  map[string]int    // names alike in one county, or of counties in all
	towns  map[uuid.UUID][]int
	random *rand.Rand
	sounds map[string][]rune
}

// NewCorpus is an empty one.
func NewCorpus(seed uint64) *Corpus {
	return &Corpus{at: map[uuid.UUID]int{}, twins: map[string]int{}, towns: map[uuid.UUID][]int{}, random: rand.New(rand.NewPCG(seed, 1))}
}

var levels = map[string]matching.Kind{
	"province": matching.Province, "city": matching.City, "county": matching.County, "town": matching.Township, "village": matching.Village,
}

// codeLength is how much of a code names the division of a level.
var codeLength = map[matching.Kind]int{matching.Province: 2, matching.City: 4, matching.County: 6, matching.Township: 9, matching.Village: 12}

// ReadDivisions adds the divisions of a table code, level, name, first and last
// year: those that stand in the last edition, with the names that they had
// before.
func (c *Corpus) ReadDivisions(r io.Reader, lastEdition string) error {
	rows := csv.NewReader(r)
	ids, former := map[string]int{}, map[string][]string{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read divisions: %w", err)
		}
		kind, known := levels[row[1]]
		if !known || placeholder(row[2]) {
			continue
		}
		if row[4] != lastEdition {
			former[row[0]] = append(former[row[0]], row[2])
			continue
		}
		ids[row[0]] = len(c.Names)
		c.add(matching.Name{Kind: kind, Current: row[2]})
	}
	for code, i := range ids {
		n := &c.Names[i]
		n.Former = former[code]
		for kind := n.Kind - 1; kind >= matching.Province; kind-- {
			if up, known := ids[code[:min(len(code), codeLength[kind])]]; known {
				n.Parent = c.Names[up].ID
				break
			}
		}
	}
	c.count()
	return nil
}

func placeholder(name string) bool {
	return slices.Contains([]string{"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}, name)
}

func (c *Corpus) add(n matching.Name) int {
	binary.BigEndian.PutUint64(n.ID[8:], uint64(len(c.Names)+1))
	n.ID[0] = 1
	c.at[n.ID] = len(c.Names)
	c.Names = append(c.Names, n)
	return len(c.Names) - 1
}

func (c *Corpus) address(a matching.Address) {
	binary.BigEndian.PutUint64(a.ID[8:], uint64(len(c.Addresses)+1))
	a.ID[0] = 2
	c.Addresses = append(c.Addresses, a)
}

// count notes which names are borne more than once in a county, so that no
// text leaves out what alone tells two places apart.
func (c *Corpus) count() {
	for i := range c.Names {
		n := &c.Names[i]
		if n.Kind == matching.Township {
			c.towns[n.Parent] = append(c.towns[n.Parent], i)
		}
		c.twins[c.twinKey(n)]++
	}
}

func (c *Corpus) twinKey(n *matching.Name) string {
	upper := uuid.Nil
	switch n.Kind {
	case matching.Village, matching.Settlement, matching.Way, matching.Compound:
		upper = c.upper(n.ID, matching.County)
	case matching.Township:
		upper = c.upper(n.ID, matching.Province)
	}
	return string(upper[:]) + search.Specific(n.Current)
}

// alone tells that no other place of the county, or of the province for a
// township, is called alike.
func (c *Corpus) alone(n *matching.Name) bool { return c.twins[c.twinKey(n)] == 1 }

func (c *Corpus) upper(id uuid.UUID, kind matching.Kind) uuid.UUID {
	for id != uuid.Nil {
		n := &c.Names[c.at[id]]
		if n.Kind <= kind {
			return id
		}
		id = n.Parent
	}
	return uuid.Nil
}

var (
	streetStems    = strings.Fields("江滨 中山 人民 解放 建设 新华 和平 文化 学院 站前 环城 府前 北苑 南门 西园 东升 迎宾 鹿溪 城中 景星 通达 兴工 康宁 花园 桂香 书院 龙泉 翠湖 青年 胜利")
	streetGenerics = strings.Fields("路 街 巷 大道 东路 北路")
	hamletFirst    = []rune("上下前后大小里外东西南北新老高长")
	hamletSecond   = []rune("坞坑塘湾垄岗屋宅坂桥井仓竹枫樟柏沙石")
)

// Fill adds synthetic streets, natural villages and addresses until there are
// most of them: streets in every township, the rest by village.
func (c *Corpus) Fill(most int) {
	var towns, villages []int
	for i := range c.Names {
		switch c.Names[i].Kind {
		case matching.Township:
			towns = append(towns, i)
		case matching.Village:
			villages = append(villages, i)
		}
	}
	inTown := map[uuid.UUID][]int{}
	for _, v := range villages {
		inTown[c.Names[v].Parent] = append(inTown[c.Names[v].Parent], v)
	}
	for _, t := range towns {
		c.streets(t, inTown[c.Names[t].ID], 2)
	}
	c.random.Shuffle(len(villages), func(i, j int) { villages[i], villages[j] = villages[j], villages[i] })
	for round := 0; len(c.Addresses) < most && len(villages) > 0; round++ {
		for _, v := range villages {
			if len(c.Addresses) >= most {
				break
			}
			c.byVillage(v, round)
		}
	}
}

func (c *Corpus) streets(town int, villages []int, n int) {
	if len(villages) == 0 {
		return
	}
	stems := c.random.Perm(len(streetStems))[:n]
	for _, stem := range stems {
		name := streetStems[stem] + streetGenerics[c.random.IntN(len(streetGenerics))]
		way := c.Names[c.add(matching.Name{Kind: matching.Way, Current: name, Parent: c.Names[town].ID})].ID
		for k := range 2 {
			a := matching.Address{Division: c.Names[villages[c.random.IntN(len(villages))]].ID, Way: way, Number: strconv.Itoa(c.random.IntN(150)*2 + k + 1)}
			c.details(&a)
			c.address(a)
		}
	}
}

func (c *Corpus) byVillage(village, round int) {
	a := matching.Address{Division: c.Names[village].ID, Number: strconv.Itoa(1 + c.random.IntN(250) + 250*round)}
	if c.random.IntN(3) == 0 {
		name := string([]rune{hamletFirst[c.random.IntN(len(hamletFirst))], hamletSecond[c.random.IntN(len(hamletSecond))]})
		a.Settlement = c.Names[c.add(matching.Name{Kind: matching.Settlement, Current: name, Parent: a.Division})].ID
	}
	c.details(&a)
	c.address(a)
}

func (c *Corpus) details(a *matching.Address) {
	switch c.random.IntN(8) {
	case 0:
		a.Sub = strconv.Itoa(1 + c.random.IntN(5))
	case 1:
		a.Building, a.Unit = strconv.Itoa(1+c.random.IntN(20)), strconv.Itoa(1+c.random.IntN(4))
		a.Room = strconv.Itoa(100*(1+c.random.IntN(17)) + 1 + c.random.IntN(4))
	}
}

// ReadJapan adds the towns of a table pref, city, town, koaza, each an address
// without a number, as the table holds no numbers.
func (c *Corpus) ReadJapan(r io.Reader) error {
	rows := csv.NewReader(r)
	ids := map[string]uuid.UUID{}
	name := func(kind matching.Kind, parent uuid.UUID, text string) uuid.UUID {
		k := string(parent[:]) + text
		if _, known := ids[k]; !known {
			ids[k] = c.Names[c.add(matching.Name{Kind: kind, Current: text, Parent: parent})].ID
			c.twins[c.twinKey(&c.Names[len(c.Names)-1])]++
		}
		return ids[k]
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read towns of Japan: %w", err)
		}
		if row[0] == "pref" {
			continue
		}
		a := matching.Address{Division: name(matching.County, name(matching.Province, uuid.Nil, row[0]), row[1])}
		if row[2] != "" {
			a.Division = name(matching.Village, a.Division, row[2])
		}
		if row[3] != "" {
			a.Settlement = name(matching.Settlement, a.Division, row[3])
		}
		c.address(a)
	}
}
