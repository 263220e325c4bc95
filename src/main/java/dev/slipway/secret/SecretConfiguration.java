package dev.slipway.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the seal of the configured keys. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretSettings.class)
class SecretConfiguration {

  @Bean
  Seal seal(SecretSettings settings) {
    List<String> given = written(settings.keys());
    String file = settings.keysFile();
    return new Seal(given.isEmpty() && file != null && !file.isBlank() ? read(file) : given);
  }

  /** Among the columns, so that the keys are proven also while there is no secret. */
  @Bean
  SealedColumn secretCheck() {
    return Reseal.CHECK;
  }

  private static List<String> read(String file) {
    try {
      return written(Files.readAllLines(Path.of(file)));
    } catch (IOException e) {
      throw new UnusableKeys(
          "The keys that seal secrets cannot be read from %s: %s.".formatted(file, e),
          "Mend the file that SLIPWAY_SECRETS_KEYS_FILE names, or set SLIPWAY_SECRETS_KEYS.");
    }
  }

  private static List<String> written(List<String> keys) {
    return keys.stream().filter(key -> !key.isBlank()).toList();
  }
}
