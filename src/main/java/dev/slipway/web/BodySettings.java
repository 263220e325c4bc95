package dev.slipway.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The bounds of requests to the API.
 *
 * @param maxBody the largest body that is accepted
 */
@ConfigurationProperties("slipway.web")
record BodySettings(@DefaultValue("1MB") DataSize maxBody) {}
