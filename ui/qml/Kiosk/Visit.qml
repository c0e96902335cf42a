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

    property string hall: ""
    property string clock: ""
    // Index of the sentence being spoken, counted over notices and then say; -1 when silent.
    property int speaking: -1
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

    // Only parts that differ are replaced, so that a ticking clock never rebuilds a button under a finger.
    function show(screen: var): void {
        for (const part of ["title", "say", "notices", "blocks", "ask", "actions", "always", "step", "banner", "settings"]) {
            const next = screen[part] === undefined ? null : screen[part]
            if (JSON.stringify(visit[part]) !== JSON.stringify(next))
                visit[part] = next
        }
        visit.tone = screen.tone
        visit.busy = screen.busy
        visit.countdown = typeof screen.countdown === "number" ? screen.countdown : -1
        visit.speaking = -1
        visit.key = screen.key
        visit.shown()
    }

    function plain(words: var): string {
        if (typeof words === "string")
            return words
        return (words || []).map(part => typeof part === "string" ? part : part.private).join("")
    }

    function personal(words: var): bool {
        return typeof words === "object" && (words || []).some(part => typeof part !== "string")
    }

    // Long text is cut after sentence marks so that no piece is taller than a page.
    function sentences(text: string): list<string> {
        // The largest text on a lying glass has room for seven characters a line: cut at commas too.
        const fine = !visit.upright && Theme.textSize === 3 && text.length > 12
        if (!fine)
            return text.match(/[^。！？；\n]+[。！？；]?/g) || []
        // Each piece stands on a line of its own; a lone full stop would cost another.
        return (text.match(/[^。！？；，：\n]+[！？]?/g) || []).map(piece => piece.trim())
    }
}
