package dev.slipway.local;

import dev.slipway.base.StartRefused;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Refuses a time or a size of Slipway's own settings that has no unit: it would be milliseconds or
 * bytes, and nobody who writes {@code 10} for a timeout means 10 ms.
 */
@Component
class RequireUnits implements ConfigurationPropertiesBindHandlerAdvisor {

  private static final ConfigurationPropertyName OWN = ConfigurationPropertyName.of("slipway");
  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?\\d+\\s*");

  private final Environment environment;

  RequireUnits(Environment environment) {
    this.environment = environment;
  }

  @Override
  public BindHandler apply(BindHandler handler) {
    return new AbstractBindHandler(handler) {
      @Override
      public @Nullable Object onSuccess(
          ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
        ConfigurationProperty stated = context.getConfigurationProperty();
        if (stated != null && stated.getName().equals(name) && OWN.isAncestorOf(name)) {
          String text = String.valueOf(stated.getValue());
          require(name.toString(), environment.resolvePlaceholders(text), result);
        }
        return super.onSuccess(name, target, context, result);
      }
    };
  }

  /** The variable of the environment that sets a setting. */
  static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static void require(String name, String stated, Object result) {
    String like =
        switch (result) {
          case Duration _ -> "250ms, 10s, 5m or 8h";
          case DataSize _ -> "512KB or 25MB";
          default -> null;
        };
    if (like == null || !NUMBER.matcher(stated).matches()) return;
    throw new StartRefused(
        "%s (%s) is \"%s\", which has no unit.".formatted(name, variable(name), stated),
        "Write it with one, such as %s.".formatted(like));
  }
}
