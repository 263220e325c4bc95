package dev.slipway.cli;

import dev.slipway.base.Ids;
import dev.slipway.base.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that starts or decides something. */
final class Keyed {

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      order = 90,
      description =
          "Names the request: repeated with the same key within 24 hours it is not done twice."
              + " In CI, name the run. Else one is made up.")
  @Nullable String key;

  String key() {
    return key == null ? Ids.next().toString() : key;
  }

  /** The same of one of several requests that a command makes. */
  String key(String part) {
    return key == null ? Ids.next().toString() : Sha256.hex(key + '/' + part);
  }
}
