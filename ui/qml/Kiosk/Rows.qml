pragma Singleton
import QtQuick

// Turns the parts of a Screen into rows that can be paged.
QtObject {
    id: rows

    function of(notices: var, say: var, blocks: var, ask: var, title: var): list<var> {
        const found = []
        let spoken = 0
        for (const words of notices || [])
            found.push({ kind: "notice", group: "notice", text: Visit.plain(words), personal: Visit.personal(words), spoken: spoken++ })
        for (const words of say || []) {
            const text = Visit.plain(words)
            if (text !== Visit.plain(title))
                found.push(rows.text(text, Visit.personal(words), "say", spoken))
            spoken++
        }
        ;(blocks || []).forEach((block, index) => found.push(...rows.block(block, "block" + index)))
        const said = found.map(row => row.text)
        for (const words of rows.asked(ask)) {
            const text = Visit.plain(words)
            if (text !== "" && text !== Visit.plain(title) && !said.includes(text))
                for (const piece of Visit.sentences(text))
                    found.push(rows.text(piece, Visit.personal(words), "ask", -1, true))
        }
        return found
    }

    function asked(ask: var): list<var> {
        return !ask ? [] : ask.is === "AskSignature" ? [ask.prompt, ask.statement] : [ask.prompt, ask.hint || ""]
    }

    function text(text: string, personal: bool, group: string, spoken: int, strong = false): var {
        return { kind: "sentence", group: group, text: text, personal: personal, spoken: spoken, strong: strong }
    }

    function block(block: var, group: string): list<var> {
        const head = block.title ? [rows.text(block.title, false, group, -1, true)] : []
        const personal = words => Visit.personal(words)
        switch (block.is) {
        case "Paragraph":
            return Visit.sentences(Visit.plain(block.text)).map(piece => rows.text(piece, personal(block.text), group, -1, block.strong))
        case "Facts":
            return head.concat(block.facts.map(fact => ({ kind: "fact", group: group, label: fact.label, text: Visit.plain(fact.value), personal: personal(fact.value), source: fact.source })))
        case "Bullets":
            return head.concat(block.items.map((item, i) => ({ kind: "bullet", group: group, text: Visit.plain(item), personal: personal(item), mark: block.marks[i] || "" })))
        case "BigText":
            return [{ kind: "big", group: group, label: block.label, text: Visit.plain(block.text), personal: personal(block.text) }]
        case "Picture":
            return [{ kind: "picture", group: group, pictogram: block.pictogram, text: block.text }]
        case "Progress":
            return [{ kind: "progress", group: group, text: block.text, share: block.share }]
        case "Paper":
            return block.lines.map(line => ({ kind: "paper", group: group, text: Visit.plain(line), personal: personal(line) }))
        }
        throw new Error("a block nobody can draw: " + block.is)
    }
}
