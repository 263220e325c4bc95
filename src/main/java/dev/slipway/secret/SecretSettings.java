package dev.slipway.secret;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * With what secrets are sealed in the database, {@code slipway.secrets.*}.
 *
 * @param keys the first seals, all open; 32 random bytes each, in base64
 * @param keysFile a file with the keys, one in a line, where none is given here
 */
@ConfigurationProperties("slipway.secrets")
record SecretSettings(@DefaultValue List<String> keys, @Nullable String keysFile) {}
