package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.wire.Caller;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/**
 * Which instance has which session ("Stateful sessions"). {@code NEW_SESSION} goes to any instance;
 * its container names the session and its end, and later requests go to that instance until the
 * container closes it, its time is over or the instance is gone.
 */
final class Sessions {

  private static final String NEW = "NEW_SESSION";
  private static final Pattern OPENED =
      Pattern.compile("\\s*([^;\\s]+)\\s*;\\s*Expires=(\\S+)\\s*", Pattern.CASE_INSENSITIVE);
  private static final int KEPT = 10_000;

  private record Session(Scope scope, String endpoint, Instance instance, Instant expires) {}

  private final World world;
  private final Map<String, Session> sessions =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > KEPT;
        }
      };

  Sessions(World world) {
    this.world = world;
  }

  InvokeEndpointResponse invoke(ModelCalls calls, InvokeEndpointRequest request, Caller caller) {
    String id = request.sessionId();
    if (id.equals(NEW)) {
      ModelCalls.Answered answered = calls.call(request, caller, Manner.session(null, NEW));
      keep(request, caller, answered);
      return answered.response().toBuilder().newSessionId(answered.openedSession()).build();
    }
    Session session = session(request, caller, id);
    ModelCalls.Answered answered =
        calls.call(request, caller, Manner.session(session.instance(), id));
    if (id.equals(answered.closedSession())) {
      forget(id);
    }
    return answered.response().toBuilder().closedSessionId(answered.closedSession()).build();
  }

  /** Begins a call whose answer comes in parts, in a session that is open. */
  OpenAnswer open(ModelCalls calls, InvokeEndpointRequest request, Caller caller) {
    String id = request.sessionId();
    Session session = session(request, caller, id);
    OpenAnswer open = calls.open(request, caller, Manner.session(session.instance(), id));
    if (id.equals(open.closedSession())) {
      forget(id);
    }
    return open;
  }

  private void keep(InvokeEndpointRequest request, Caller caller, ModelCalls.Answered answered) {
    String opened = answered.openedSession();
    Matcher matcher = OPENED.matcher(opened == null ? "" : opened);
    Instant expires = matcher.matches() ? time(matcher.group(2)) : null;
    if (expires != null) {
      Session session =
          new Session(Scope.of(caller), request.endpointName(), answered.instance(), expires);
      synchronized (sessions) {
        sessions.put(matcher.group(1), session);
      }
    }
  }

  private static @Nullable Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private Session session(InvokeEndpointRequest request, Caller caller, String id) {
    Session session;
    synchronized (sessions) {
      session = sessions.get(id);
    }
    if (session == null
        || !session.scope().equals(Scope.of(caller))
        || !session.endpoint().equals(request.endpointName())) {
      throw Refusals.refused(Wordings.noSession(world.options(), id));
    }
    if (!world.clock().now().isBefore(session.expires())) {
      forget(id);
      throw Refusals.refused(Wordings.sessionOver(world.options(), id));
    }
    return session;
  }

  private void forget(String id) {
    synchronized (sessions) {
      sessions.remove(id);
    }
  }
}
