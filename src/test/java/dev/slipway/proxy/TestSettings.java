package dev.slipway.proxy;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * The proxy's settings in tests. What is to be otherwise is said by the name that operators use.
 */
final class TestSettings {

  private static final String PREFIX = "slipway.proxy";

  /** Quick deadlines, two event loops, small memory, a port that nobody has. */
  private static final Map<String, ?> USUAL =
      Map.ofEntries(
          Map.entry("address", "127.0.0.1"),
          Map.entry("port", 0),
          Map.entry("listeners", 2),
          Map.entry("body-memory", "128MB"),
          Map.entry("read-timeout", "20s"),
          Map.entry("deadline", "20s"),
          Map.entry("connections", 256),
          Map.entry("waiting", 1024),
          Map.entry("routes-every", "50ms"),
          Map.entry("deposits-every", "50ms"),
          Map.entry("notice", "0s"),
          Map.entry("drain", "10s"));

  private TestSettings() {}

  /** The usual ones and these; a name that is no setting is refused. */
  static ProxySettings with(Map<String, ?> others) {
    Map<String, Object> all = new HashMap<>();
    USUAL.forEach((name, value) -> all.put(PREFIX + "." + name, value));
    others.forEach((name, value) -> all.put(PREFIX + "." + name, value));
    return new Binder(new MapConfigurationPropertySource(all))
        .bind(
            PREFIX,
            Bindable.of(ProxySettings.class),
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
        .get();
  }
}
