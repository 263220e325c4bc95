package dev.slipway.history;

import dev.slipway.live.Placed;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the record as one JSON object a line, in the order in which events became visible, which
 * is each subject's own order too. A page is read, written and forgotten, so that a million rows
 * take no more memory than a thousand, and no database connection waits for a slow reader.
 */
@Component
class ExportEvents {

  private static final int PAGE = 1000;

  private final EventStore store;
  private final JsonMapper json;

  ExportEvents(EventStore store, JsonMapper json) {
    this.store = store;
    this.json = json;
  }

  /**
   * Writes what the filter lets through and was visible when the export began. The last line says
   * how many events there were: an export without it is not whole.
   */
  void write(EventFilter filter, OutputStream out) throws IOException {
    long until = store.lastPosition();
    long position = 0;
    long count = 0;
    List<Placed<AuditEvent>> page;
    do {
      page = store.placed(filter, position, until, PAGE);
      for (Placed<AuditEvent> event : page) {
        line(event.value(), out);
        position = event.position();
      }
      count += page.size();
    } while (page.size() == PAGE);
    line(Map.of("end", Map.of("events", count)), out);
    out.flush();
  }

  private void line(Object value, OutputStream out) throws IOException {
    out.write(json.writeValueAsBytes(value));
    out.write('\n');
  }
}
