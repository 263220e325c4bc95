package dev.slipway.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The terminals in which a tour's predictions keep coming. They are more than the tour asks for: on
 * a machine that is busy with other things, one loop of curl is too slow for an alarm.
 */
final class TourTraffic implements AutoCloseable {

  private final List<TourShell> terminals;

  TourTraffic(TourShell... terminals) {
    this.terminals = List.of(terminals);
  }

  /** Types the block that goes on for ever. */
  void begin(String block) throws IOException {
    for (TourShell terminal : terminals) terminal.begin(block);
  }

  /** The status codes of the answers so far. */
  List<String> codes() throws IOException {
    List<String> codes = new ArrayList<>();
    for (TourShell terminal : terminals) {
      terminal.output().lines().filter(line -> line.matches("\\d{3}")).forEach(codes::add);
    }
    return codes;
  }

  @Override
  public void close() throws Exception {
    for (TourShell terminal : terminals) terminal.close();
  }
}
