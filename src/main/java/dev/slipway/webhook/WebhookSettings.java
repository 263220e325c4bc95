package dev.slipway.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages are sent.
 *
 * @param allowInternal whether internal addresses, and http, are allowed
 * @param timeout how long an attempt may take before it is broken off
 */
@ConfigurationProperties("slipway.webhooks")
record WebhookSettings(
    @DefaultValue("false") boolean allowInternal, @DefaultValue("15s") Duration timeout) {}
