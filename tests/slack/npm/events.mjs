// Reads a calendar file from standard input and prints its events as JSON: a second reader of what
// the desk writes, beside the Python library that wrote it.
import { text } from 'node:stream/consumers';
import ICAL from 'ical.js';

const calendar = new ICAL.Component(ICAL.parse(await text(process.stdin)));
const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component, { strictExceptions: true });
  const said = (name) => String(component.getFirstPropertyValue(name) ?? '');
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    location: event.location ?? '',
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    whole_days: event.startDate.isDate && event.endDate.isDate,
    sequence: event.sequence,
    status: said('status'),
    stamp: said('dtstamp'),
  };
});
process.stdout.write(JSON.stringify({ version: calendar.getFirstPropertyValue('version'), events }));
