// Reads the JSON that a Teams webhook was sent, a line each, with the parser that Teams' cards are made for; prints a
// line of JSON for each: what the parser and the validation complain of, the texts, and where they lead.
'use strict';
const readline = require('readline');
const cards = require('adaptivecards/dist/adaptivecards.js');

function texts(item, found) {
    if (item instanceof cards.RichTextBlock) {
        for (let index = 0; index < item.getInlineCount(); index++) {
            const run = item.getInlineAt(index);
            found.push({text: run.text, url: run.selectAction ? run.selectAction.url : null});
        }
    } else {
        found.push({unexpected: item.getJsonTypeName()});
    }
    return found;
}

function check(message) {
    const [attachment] = message.attachments;
    const card = new cards.AdaptiveCard();
    const context = new cards.SerializationContext();
    card.parse(attachment.content, context);
    const complaints = card.validateProperties().validationEvents.map((event) => event.message);
    for (let index = 0; index < context.eventCount; index++) {
        complaints.push(context.getEventAt(index).message);
    }
    const runs = [];
    for (let index = 0; index < card.getItemCount(); index++) {
        texts(card.getItemAt(index), runs);
    }
    return {complaints, runs, first: card.getItemCount() ? card.getItemAt(0).id : null, type: attachment.contentType};
}

readline.createInterface({input: process.stdin}).on('line', (line) => {
    console.log(JSON.stringify(check(JSON.parse(line))));
});
