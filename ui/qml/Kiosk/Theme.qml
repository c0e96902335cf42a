pragma Singleton
import QtQuick

// The only place where sizes and colours are written. Lengths are millimetres on the glass, turned into pixels by an
// injected pixels-per-millimetre (never QScreen: it guesses). Figures: accessibility table, section 4.
QtObject {
    id: theme

    property real ppm: 2.71
    property int textSize: 1
    property string name: "standard"

    function mm(length: real): int {
        return Math.ceil(length * theme.ppm)
    }

    // --- text, em in millimetres ---
    readonly property real bodyMm: [10.0, 13.2, 16.5, 20.0][textSize]
    readonly property real titleMm: Math.min(1.5 * bodyMm, 26.0)
    // The bar is in the same place in every size, so its words are always 13.2 mm (12 mm of ink).
    readonly property real barMm: 13.2
    readonly property int caption: mm(8.0)
    readonly property int bar: mm(barMm)
    readonly property int body: mm(bodyMm)
    readonly property int title: mm(titleMm)
    readonly property int key: mm(Math.max(14.0, Math.min(1.3 * bodyMm, 20.0)))
    readonly property int small: mm(10.0)
    readonly property int note: mm(Math.max(10.0, bodyMm * 0.8))
    readonly property int big: mm(Math.min(2.0 * bodyMm, 32.0))
    // Noto Sans CJK asks for 1.448 em a line by itself; these factors make it 1.5 and 1.33.
    readonly property real leading: 1.04
    readonly property real tight: 0.92
    readonly property string family: "Noto Sans CJK SC"

    // --- room ---
    readonly property int target: mm(20)
    readonly property int primaryHeight: mm(25)
    readonly property int gap: mm(5)
    readonly property int pad: mm(4)
    readonly property int margin: mm(10)
    readonly property int ring: mm(2)
    readonly property int line: Math.max(2, mm(0.6))
    readonly property int radius: mm(4)
    readonly property int icon: mm(Math.max(16, bodyMm * 1.2))
    readonly property int barIcon: mm(16)
    readonly property int paragraph: Math.ceil(body * 0.8)

    // --- colour ---
    readonly property var palettes: ({
            standard: {
                bg: "#FFFFFF", surface: "#F6F8FA", text: "#1A1A1A", text2: "#333333", primary: "#0A3680",
                primaryInk: "#FFFFFF", primaryDown: "#06214F", danger: "#7A1512", success: "#094420", warn: "#553500",
                outline: "#4A5568", disabled: "#5C6470", tint: "#D6E4FF", down: "#DCE7FA"
            },
            black: {
                bg: "#000000", surface: "#000000", text: "#FFFFFF", text2: "#FFFFFF", primary: "#FFE14D",
                primaryInk: "#000000", primaryDown: "#FFFFFF", danger: "#FFB4AB", success: "#9BF6B4", warn: "#FFE14D",
                outline: "#FFFFFF", disabled: "#BDBDBD", tint: "#000000", down: "#333333"
            },
            white: {
                bg: "#FFFFFF", surface: "#FFFFFF", text: "#000000", text2: "#000000", primary: "#000000",
                primaryInk: "#FFFFFF", primaryDown: "#333333", danger: "#000000", success: "#000000", warn: "#000000",
                outline: "#000000", disabled: "#595959", tint: "#FFFFFF", down: "#DDDDDD"
            },
            soft: {
                bg: "#1E2227", surface: "#1E2227", text: "#F0EBE0", text2: "#DED9CE", primary: "#B8D0FF",
                primaryInk: "#10151B", primaryDown: "#E4EDFF", danger: "#FFC4BC", success: "#B2EBC1", warn: "#FFD98A",
                outline: "#B9B4AA", disabled: "#A09C94", tint: "#2D3A4F", down: "#333B47"
            }
        })
    readonly property var colours: palettes[name]
    readonly property color bg: colours.bg
    readonly property color surface: colours.surface
    readonly property color text: colours.text
    readonly property color text2: colours.text2
    readonly property color primary: colours.primary
    readonly property color primaryInk: colours.primaryInk
    readonly property color primaryDown: colours.primaryDown
    readonly property color danger: colours.danger
    readonly property color success: colours.success
    readonly property color warn: colours.warn
    readonly property color outline: colours.outline
    readonly property color disabled: colours.disabled
    readonly property color tint: colours.tint
    readonly property color down: colours.down
}
