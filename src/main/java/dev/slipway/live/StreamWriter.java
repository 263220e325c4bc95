package dev.slipway.live;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The wire form of an event stream (HTML Standard, section 9.2 "Server-sent events"). */
final class StreamWriter {

  private static final long RETRY_MILLISECONDS = 2000;

  private final ServletOutputStream out;

  private StreamWriter(ServletOutputStream out) {
    this.out = out;
  }

  /** Begins the answer. */
  static StreamWriter begin(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_OK);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    // nginx and its like would hold events back otherwise.
    response.setHeader("X-Accel-Buffering", "no");
    return new StreamWriter(response.getOutputStream());
  }

  /** Says how soon to come again, and where this stream begins. */
  void opening(long position) throws IOException {
    write("retry: " + RETRY_MILLISECONDS + "\nid: " + position + "\n\n");
    flush();
  }

  /** An event. The data is one line, as JSON without line breaks is. */
  void event(long position, String name, String data) throws IOException {
    String named = name.equals(Telling.MESSAGE) ? "" : "event: " + name + "\n";
    write("id: " + position + "\n" + named + "data: " + data + "\n\n");
  }

  /**
   * Shows that the stream lives. The id lets a reader for whom nothing happened come again without
   * asking for all that happened to others; without data it makes no event.
   */
  void heartbeat(long position) throws IOException {
    write(": still here\nid: " + position + "\n\n");
    flush();
  }

  /** An event about the stream itself. */
  void notice(String name, String data) throws IOException {
    write("event: " + name + "\ndata: " + data + "\n\n");
    flush();
  }

  void flush() throws IOException {
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
