package round

// Standard gives the check items that hold where an office has written none of
// its own: the contents of a joint inspection by 省级行政区域界线联合检查实施办法
// arts. 3 and 5 (markers, their reference objects and upkeep; other indicator
// objects and terrain; what is built and worked across the line), with what is
// looked at in practice: buildings on the line 骑线建筑 and marks that one side
// set alone 单面标志.
func Standard() Form {
	return Form{
		Marker: []CheckItem{
			choice("condition", "界桩状况", "Condition of the marker", true, "normal", "完好", "normal", "damaged", "损坏", "damaged", "lost", "丢失", "lost",
				"shifted", "移位", "shifted", "text_faded", "字迹不清", "text faded", "covered", "遮挡", "covered"),
			yesNo("upright", "桩体直立、基座牢固", "It stands upright on a firm base"),
			yesNo("text_legible", "各面文字清楚、朝向正确", "The text of each face is legible and faces the right side"),
			yesNo("references_stand", "方位物都在，方位和距离相符", "Its reference objects stand where they should"),
			after(text("references_changed", "哪些方位物变化，怎样变化", "Which reference objects changed, and how"), "references_stand", "no"),
			yesNo("cleared", "周围已清理", "The ground around it was cleared"),
			yesNo("repainted", "文字已描红", "The text was repainted"),
			text("note", "其他情况", "Anything else"),
		},
		Segment: []CheckItem{
			yesNo("line_kept", "按协议书的走向管辖，无擅自变动", "The line is kept as agreed; nobody changed it"),
			yesNo("terrain_changed", "地形或线状地物（河、沟、路）有变化", "Terrain or a line feature (river, ditch, road) changed"),
			after(text("terrain_change", "变化的位置和情况", "Where and what changed"), "terrain_changed", "yes"),
			yesNo("building_on_line", "有骑线建筑", "A building stands on the line"),
			after(text("building", "建筑的位置、用途和建造人", "Where it stands, what it is for and who built it"), "building_on_line", "yes"),
			yesNo("one_sided_mark", "有单方设立的界标（单面标志）", "One side set a mark of its own"),
			after(text("one_sided_mark_where", "标志的位置和文字", "Where it stands and what it says"), "one_sided_mark", "yes"),
			yesNo("works_across", "有跨界生产、建设", "Production or building goes across the line"),
			after(text("works", "项目、实施单位和双方同意的文件", "Which works, by whom, and the papers of both sides' consent"), "works_across", "yes"),
			yesNo("dispute", "有争议或越界情况", "There is a dispute or a trespass"),
			after(text("dispute_what", "争议的位置和经过", "Where, and what happened"), "dispute", "yes"),
			text("note", "其他情况", "Anything else"),
		},
		Patrol: []CheckItem{
			choice("condition", "界桩状况", "Condition of the marker", true, "normal", "完好", "normal", "damaged", "损坏", "damaged", "lost", "丢失", "lost",
				"shifted", "移位", "shifted", "text_faded", "字迹不清", "text faded", "covered", "遮挡", "covered"),
			yesNo("cleared", "周围杂草已清理", "Weeds were cleared"),
			yesNo("repainted", "文字已描红", "The text was repainted"),
			yesNo("event", "有新的施工、越界或地形变化", "New works, trespass or change of terrain"),
			after(text("event_what", "位置和情况", "Where and what"), "event", "yes"),
		},
	}
}

func yesNo(id, zh, en string) CheckItem {
	return CheckItem{ID: id, Label: ItemLabel{zh, en}, Kind: YesNo, Required: true}
}
func text(id, zh, en string) CheckItem {
	return CheckItem{ID: id, Label: ItemLabel{zh, en}, Kind: Text}
}

// choice makes an item of values with their labels in both languages in turn.
func choice(id, zh, en string, required bool, values ...string) CheckItem {
	i := CheckItem{ID: id, Label: ItemLabel{zh, en}, Kind: OneChoice, Required: required}
	for n := 0; n+2 < len(values); n += 3 {
		i.Choices = append(i.Choices, ItemChoice{values[n], ItemLabel{values[n+1], values[n+2]}})
	}
	return i
}

func after(i CheckItem, item, value string) CheckItem {
	i.When, i.Required = &ItemWhen{item, value}, true
	return i
}
