package dev.slipway.webhook;

import dev.slipway.history.AuditEvent;
import dev.slipway.history.History;
import dev.slipway.secret.SigningSecret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the messages, with the payload that Standard Webhooks recommends. A message's id is the
 * event's, in every attempt and every replay, so that a receiver can recognise a message that it
 * has seen.
 */
@Component
class Messages {

  private final History history;
  private final Secrets secrets;
  private final JsonMapper json;

  Messages(History history, Secrets secrets, JsonMapper json) {
    this.history = history;
    this.secrets = secrets;
    this.json = json;
  }

  /**
   * A message.
   *
   * @param id the same in every attempt
   * @param secrets the secrets with which it is signed
   */
  record Message(String id, String body, List<SigningSecret> secrets) {}

  /** The message of a delivery, signed by the secrets that are valid now. */
  Message of(Webhook webhook, Delivery delivery) {
    List<SigningSecret> signing = secrets.signing(webhook.id());
    UUID eventId = delivery.event();
    if (eventId == null) {
      Map<String, String> data = Map.of("webhook", webhook.name());
      String ping = payload("webhook.ping", delivery.createdAt(), data);
      return new Message(delivery.id().toString(), ping, signing);
    }
    AuditEvent event = history.event(eventId);
    return new Message(
        eventId.toString(), payload(event.type(), event.recordedAt(), event), signing);
  }

  private String payload(String type, Object timestamp, Object data) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("type", type);
    payload.put("timestamp", timestamp);
    payload.put("data", data);
    return json.writeValueAsString(payload);
  }
}
