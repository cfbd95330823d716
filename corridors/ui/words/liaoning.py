"""Words of the Liaoning page: Chinese, English."""

WORDS = {
    "page_liaoning": ("辽宁", "Liaoning"),
    "liaoning_title": ("省内：2015 年的要求与后来的情况", "At home: what 2015 asked for and what came of it"),
    "liaoning_text": (
        "左列是 2015 年两份政策的原话和负责部门，右列是后来查到的情况，附来源和日期。",
        "Left, the words of the two policies of 2015 and the departments in charge; right, what is known since, with source and date.",
    ),
    "liaoning_counts": (
        "政策要求建设或推进的 {asked} 处：{operating} 处有后来的来源说在运行，{doubtful} 处的运行属推断、未核实或只有旧来源，{missing} 处未查到现状。",
        "Of {asked} places the policies ask for, {operating} operate by a later source, {doubtful} by inference, an unverified or an older one; of {missing} nothing was found.",
    ),
    "liaoning_cities": ("城市（可多选）", "Cities"),
    "liaoning_kinds": ("类别", "Kind"),
    "liaoning_asked_only": ("只看政策点名的", "Only what the policies name"),
    "liaoning_wish": ("2015 年的要求", "Asked for in 2015"),
    "liaoning_known": ("后来的情况", "Known since"),
    "liaoning_not_asked": ("两份政策没有提到", "Not in the two policies"),
    "liaoning_nothing": ("暂无数据", "no data"),
    "liaoning_none": ("没有符合条件的地点。", "Nothing passes these filters."),
    "liaoning_province": ("全省", "province-wide"),
    "liaoning_more": ("更多情况 {count} 项", "{count} more facts"),
    "liaoning_pick": (
        "点名称或地图上的点，这里显示详情。",
        "Pick a name or a point on the map for its details.",
    ),
    "liaoning_outlines_missing": (
        "城市边界文件未能读取，无法按城市归类。",
        "The file of city borders could not be read; places cannot be sorted by city.",
    ),
}
