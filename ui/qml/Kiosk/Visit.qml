pragma Singleton
import QtQuick

// The bridge to Python: what is shown now, and the few things a hand can do. No rules live here.
QtObject {
    id: visit

    property string key: ""
    property var title: []
    property var say: []
    property var notices: []
    property var blocks: []
    property var ask: null
    property var actions: []
    property var always: []
    property string tone: "calm"
    property var step: null
    property var banner: []
    property var settings: ({
            text_size: 1,
            theme: "standard",
            low: false,
            dark: false
        })
    property int countdown: -1
    property bool busy: false
    // A large sign that repeats the title; "" for none.
    property string picture: ""
    // What the page's content is made of, ready to be laid out.
    property var rows: []
    // The guide's moving picture beside the page: its words, and whether it has to be large enough for signing.
    property var beside: null
    // True while one Screen takes the place of another: layouts wait and are made once, at the end.
    property bool changing: false

    // Number of the guide's picture that is to be shown, 0 when there is none.
    property int frame: 0
    // The same of what lies under the document camera.
    property int paperFrame: 0

    property string hall: ""
    property string clock: ""
    // Index of the sentence being spoken, counted over notices and then say; -1 when silent.
    property int speaking: -1
    // What the ear does: off, waiting, listening, thinking; her words so far; how loud, 0 to 1.
    property string ear: "off"
    // Its words: without any of hers, before hers, before more of hers than fit.
    property var earSays: ["", "", ""]
    property string heard: ""
    property real level: 0
    // Millimetres from the floor to the lower edge of the glass.
    property real mountMm: 600
    property bool upright: true
    property QtObject pinyin: null
    property url keyboard: ""
    // The focus ring shows once a key was pressed and goes away at a touch.
    property bool keypad: false

    signal pressed(string actionId)
    signal lit
    signal typed(string text)
    signal signedBy(var strokes, size box)
    signal shown

    // Only parts that differ are replaced, so that a ticking clock never redraws a button under a finger.
    function show(json: string): void {
        // Parsed here: a value that Python's bridge made is copied whole each time a page looks into it.
        const screen = JSON.parse(json)
        visit.changing = true
        const sized = Theme.textSize !== screen.settings.text_size
        Theme.textSize = screen.settings.text_size
        Theme.name = screen.settings.theme
        // What decides the widths goes first, so that words are broken into lines once.
        const changed = ["beside", "ask", "actions", "blocks", "notices", "say", "title", "always", "step", "banner", "settings"].filter(part => replace(part, screen[part]))
        visit.tone = screen.tone
        visit.busy = screen.busy
        visit.picture = screen.picture
        visit.countdown = typeof screen.countdown === "number" ? screen.countdown : -1
        visit.speaking = -1
        visit.key = screen.key
        if (sized || ["ask", "blocks", "notices", "say", "title"].some(part => changed.includes(part)))
            visit.rows = Rows.of(visit.notices, visit.say, visit.blocks, visit.ask, visit.title)
        visit.changing = false
        visit.shown()
    }

    function replace(part: string, value: var): bool {
        const next = value === undefined ? null : value
        if (JSON.stringify(visit[part]) === JSON.stringify(next))
            return false
        visit[part] = next
        return true
    }

    function plain(words: var): string {
        if (typeof words === "string")
            return words
        return (words || []).map(part => typeof part === "string" ? part : part.private).join("")
    }

    // The same for the eye: a number that is compared with a card or a phone stands in the groups it is read in.
    function grouped(words: var): string {
        if (typeof words === "string")
            return words
        return (words || []).map(part => typeof part === "string" ? part : inGroups(part.private, part.kind)).join("")
    }

    function inGroups(value: string, kind: string): string {
        if (kind === "id_number")
            return value.replace(/^(\d{6})(\d{8})(\d{3}[\dX])$/, "$1 $2 $3")
        if (kind === "phone")
            return value.replace(/^(\d{3})(\d{4})(\d{4})$/, "$1 $2 $3")
        return kind === "account" && /^\d{12,}$/.test(value) ? value.replace(/(\d{4})(?=\d)/g, "$1 ") : value
    }

    function personal(words: var): bool {
        return typeof words === "object" && (words || []).some(part => typeof part !== "string")
    }

    // Long text is cut after sentence marks so that no piece is taller than a page.
    function sentences(text: string): var {
        // The largest text on a lying glass has room for seven characters a line: cut at commas too.
        const fine = !visit.upright && Theme.textSize === 3 && text.length > 12
        if (!fine)
            return text.match(/[^。！？；\n]+[。！？；]?/g) || []
        // Each piece stands on a line of its own; a lone full stop would cost another.
        return (text.match(/[^。！？；，：\n]+[！？]?/g) || []).map(piece => piece.trim())
    }
}
