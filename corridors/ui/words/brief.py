"""Words of the briefing page: Chinese, English."""

WORDS = {
    "page_brief": ("简报", "Briefing"),
    "brief_heading": ("{name}：带走", "{name}: take it along"),
    "brief_subject": (
        "选一个通道、国家、合作区、保税区域、部门或条款",
        "A corridor, country, zone, bonded area, agency or clause",
    ),
    "brief_empty": (
        "先选一个对象：在上面的框里找，或在任何一页点选后再回到这里。一按就得到幻灯片、公文、图片或可离线打开的网页。",
        "Choose a subject first: find it in the box above, or select it on any page and come back. One press makes slides, a document, a picture or a page that opens without a network.",
    ),
    "brief_sections": ("内容", "Sections"),
    "brief_title": ("标题", "Title"),
    "brief_title_hint": ("不填则用“{title}”", "Left empty: “{title}”"),
    "brief_author": ("编制单位", "Prepared by"),
    "brief_date": ("日期", "Date"),
    "brief_logo": ("标志（PNG 或 JPEG，5 MB 以内）", "Logo (PNG or JPEG, up to 5 MB)"),
    "brief_print": ("图片按印刷精度（300 dpi）", "Pictures for print (300 dpi)"),
    "brief_pptx": ("幻灯片 PPTX", "Slides PPTX"),
    "brief_docx": ("公文 DOCX", "Document DOCX"),
    "brief_pdf": ("公文 PDF", "Document PDF"),
    "brief_png": ("地图 PNG", "Map PNG"),
    "brief_svg": ("地图 SVG", "Map SVG"),
    "brief_html": ("单文件网页 HTML", "One-file page HTML"),
    "brief_contents": ("将包含", "What it will hold"),
    "brief_always": ("来源、说明和底图署名总在其中。", "Sources, notes and map credits are always in it."),
    "brief_picture": ("{name}地图", "Map of {name}"),
}
