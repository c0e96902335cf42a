pragma Singleton
import QtQuick

// Turns the parts of a Screen into rows that can be paged. What a block shows is not written a second time as a
// sentence; its row carries the sentence's number instead, so that it lights up while it is spoken.
QtObject {
    id: rows

    // Fills a place that shows nothing now, so that nothing of the last page stays in it.
    readonly property var none: ({
            kind: "",
            group: "",
            text: "",
            whole: "",
            personal: false,
            spoken: -1,
            strong: false,
            heading: false,
            label: "",
            source: "",
            mark: "",
            pictogram: "",
            share: null
        })

    function of(notices: var, say: var, blocks: var, ask: var, title: var): var {
        const numbers = {}
        ;(say || []).forEach((words, i) => numbers[Visit.plain(words)] = (notices || []).length + i)
        const shown = [].concat(...(blocks || []).map((block, i) => rows.block(block, "block" + i)))
        const heard = new Set(shown.map(row => row.heard))
        const found = rows.warned(notices).concat(rows.said(say, title, heard, numbers))
        for (const row of shown)
            row.spoken = row.heard in numbers ? numbers[row.heard] : -1
        found.push(...shown)
        return found.concat(rows.asked(ask, new Set(found.map(row => row.whole || row.text).concat([Visit.plain(title)]))))
    }

    // One notice is one frame, except where a narrow column of large text could not hold it.
    function warned(notices: var): var {
        const whole = words => Visit.upright || (Theme.textSize < 2 && Visit.plain(words).length <= 36)
        return [].concat(...(notices || []).map((words, i) => (whole(words) ? [Visit.plain(words)] : Visit.sentences(Visit.plain(words))).map(piece => ({
                        kind: "notice",
                        group: "notice",
                        text: piece,
                        personal: Visit.personal(words),
                        spoken: i
                    }))))
    }

    function said(say: var, title: var, heard: var, numbers: var): var {
        return [].concat(...(say || []).map(words => {
            const text = Visit.plain(words)
            if (text === Visit.plain(title) || heard.has(text))
                return []
            return rows.pieces(text, Visit.personal(words), "say", numbers[text], false)
        }))
    }

    function asked(ask: var, seen: var): var {
        // The touch test writes its own across the glass.
        if (!ask || ask.is === "AskTouch")
            return []
        const words = ask.is === "AskSignature" ? [ask.prompt, ask.statement] : [ask.prompt, ask.hint || ""]
        const fresh = words.filter(part => Visit.plain(part) !== "" && !seen.has(Visit.plain(part)))
        return [].concat(...fresh.map(part => rows.pieces(Visit.plain(part), Visit.personal(part), "ask", -1, true)))
    }

    function pieces(text: string, personal: bool, group: string, spoken: int, strong: bool): var {
        return Visit.sentences(text).map(piece => ({
                    kind: "sentence",
                    group: group,
                    text: piece,
                    whole: text,
                    heard: text,
                    personal: personal,
                    spoken: spoken,
                    strong: strong
                }))
    }

    function block(block: var, group: string): var {
        const head = block.title ? rows.pieces(block.title, false, group, -1, true).map(row => Object.assign(row, {
                    heading: true
                })) : []
        const row = (kind, words, heard, more) => Object.assign({
                kind: kind,
                group: group,
                text: Visit.grouped(words),
                whole: Visit.plain(words),
                personal: Visit.personal(words),
                heard: heard,
                spoken: -1
            }, more)
        switch (block.is) {
        case "Paragraph":
            return rows.pieces(Visit.plain(block.text), Visit.personal(block.text), group, -1, block.strong)
        case "Facts":
            return head.concat(block.facts.map(fact => row("fact", fact.value, fact.label + "，" + Visit.plain(fact.value) + (fact.source ? "。" + fact.source : ""), {
                        label: fact.label,
                        source: fact.source
                    })))
        case "Bullets":
            return head.concat(block.items.map((item, i) => row("bullet", item, Visit.plain(item), {
                        mark: block.marks[i] || ""
                    })))
        case "BigText":
            return [row("big", block.text, block.label + "，" + (Visit.plain(block.spoken) || Visit.plain(block.text)), {
                    label: block.label
                })]
        case "Picture":
            return [row("picture", block.text, block.text, {
                    pictogram: block.pictogram
                })]
        case "Progress":
            return [row("progress", block.text, block.text, {
                    share: block.share
                })]
        case "Live":
            return [row("live", block.text, block.text, {
                    mark: block.of
                })]
        case "Talk":
            return block.lines.map(line => row("talk", line.text, line.by + "：" + Visit.plain(line.text), {
                        label: line.typing ? line.by + "正在写" : line.by,
                        mark: line.mine ? "mine" : ""
                    }))
        case "Paper":
            return block.lines.map(line => row("paper", line, Visit.plain(line), {}))
        }
        throw new Error("a block nobody can draw: " + block.is)
    }
}
