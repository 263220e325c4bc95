package dev.slipway.promotion;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.catalog.VersionBits;
import dev.slipway.endpoint.Endpoint;
import dev.slipway.endpoint.Endpoints;
import dev.slipway.endpoint.Settings;
import dev.slipway.promotion.Entry.Came;
import dev.slipway.promotion.Entry.Pending;
import dev.slipway.promotion.GateVerdict.Verdict;
import dev.slipway.promotion.PlanPromotion.Planned;
import dev.slipway.promotion.PromotionCheck.Named;
import dev.slipway.promotion.PromotionFacts.About;
import dev.slipway.promotion.PromotionRequest.Terms;
import dev.slipway.rollout.Deployment;
import dev.slipway.rollout.StartDeployment;
import dev.slipway.rollout.StartDeployment.Asked;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts a promotion on record with what it starts, in one transaction. */
@Component
class StorePromotion {

  /** The code of the refusal where the same promotion waits for its gates already. */
  static final String PENDING = "promotion-pending";

  private final Endpoints endpoints;
  private final StartDeployment start;
  private final Promotions promotions;
  private final SettlePromotion settle;
  private final PromotionFacts facts;
  private final VersionBits bits;

  StorePromotion(
      Endpoints endpoints,
      StartDeployment start,
      Promotions promotions,
      SettlePromotion settle,
      PromotionFacts facts,
      VersionBits bits) {
    this.bits = bits;
    this.endpoints = endpoints;
    this.start = start;
    this.promotions = promotions;
    this.settle = settle;
    this.facts = facts;
  }

  /** A promotion that was checked, planned and shown to the gates. */
  record Order(Named named, Planned planned, Asked asked, Terms terms, Instant now) {

    String endpoint() {
      return Endpoints.nameOf(named.model(), named.to());
    }

    /** Whether gates keep it out. */
    boolean refused() {
      return Gates.any(Verdict.FAILED, planned.gates());
    }

    /** Whether it has to wait for its gates. */
    boolean pending() {
      return Gates.any(Verdict.PENDING, planned.gates());
    }

    private Entry entry(@Nullable Endpoint endpoint, Came came, @Nullable Pending pending) {
      return new Entry(named, endpoint, asked, terms, planned.gates(), came, pending);
    }

    private About about(@Nullable UUID promotion, @Nullable UUID deployment) {
      return new About(endpoint(), named.version().name(), promotion, deployment, planned.gates());
    }

    private String what() {
      return named.version().name() + " of " + named.model().name();
    }
  }

  /**
   * Refuses a promotion that passes its gates and could not be stored now; changes nothing.
   *
   * @throws Conflict when it waits there already, the endpoint's place is taken, or its name is
   */
  void check(Order order) {
    Optional<Endpoint> endpoint = known(order);
    if (order.refused()) return;
    if (order.pending()) {
      refuseSecond(order);
      return;
    }
    if (endpoint.isEmpty()) return;
    if (order.terms().supersede()) start.superseded(endpoint.get(), order.terms().supersedes());
    else if (!order.planned().plan().noChanges()) start.requireReady(endpoint.get());
  }

  /** The running deployment that would be undone for the promotion; changes nothing. */
  Optional<Deployment> givesWay(Order order) {
    if (!order.terms().supersede() || order.refused()) return Optional.empty();
    return existing(order)
        .flatMap(endpoint -> start.givingWay(endpoint, order.terms().supersedes()));
  }

  /**
   * Stores a promotion whose gates are open, and starts its deployment, if it needs one. Makes the
   * endpoint when there is none. Returns the promotion's id.
   */
  @Transactional
  UUID started(Order order) {
    endpoints.reserve(order.endpoint());
    Endpoint endpoint = endpoint(order);
    Asked asked = order.asked();
    if (order.terms().supersede()) {
      Optional<Deployment> running = start.supersede(endpoint, order.terms().supersedes(), asked);
      if (running.isPresent()) return waiting(order, endpoint, running.get());
    }
    Planned planned = order.planned();
    bits.fix(order.named().version().id(), planned.candidate().carried().bits());
    UUID deployment =
        planned.plan().noChanges()
            ? null
            : start.promote(endpoint, planned.candidate(), planned.plan(), asked).id();
    UUID id = promotions.record(order.entry(endpoint, Came.started(deployment), null), order.now());
    tell(
        order,
        order.about(id, deployment),
        deployment == null ? "promotion.no-changes" : "promotion.started",
        " was promoted to " + order.named().to().name() + ": ");
    brokeGlass(order, id);
    return id;
  }

  private UUID waiting(Order order, Endpoint endpoint, Deployment running) {
    settle.giveWay(endpoint);
    UUID id =
        promotions.record(order.entry(endpoint, Came.waiting(running.id()), null), order.now());
    tell(
        order,
        order.about(id, running.id()),
        "promotion.waiting",
        " waits until the running deployment has ended: ");
    brokeGlass(order, id);
    return id;
  }

  /**
   * Stores a promotion whose gates are not open yet. Makes no endpoint, and holds no endpoint's
   * place.
   *
   * @throws Conflict when the same version waits there already, or the endpoint's name is taken
   */
  @Transactional
  UUID pending(Order order) {
    endpoints.reserve(order.endpoint());
    Endpoint endpoint = known(order).orElse(null);
    refuseSecond(order);
    Named named = order.named();
    Planned planned = order.planned();
    bits.fix(named.version().id(), planned.candidate().carried().bits());
    Pending pending = Pending.on(endpoint, named, planned, order.now());
    UUID id = promotions.record(order.entry(endpoint, Came.pending(), pending), order.now());
    tell(
        order,
        order.about(id, null),
        "promotion.pending",
        " waits for the gates of " + named.to().name() + ": ");
    return id;
  }

  /**
   * Stores a promotion that gates keep out. Returns its id.
   *
   * @throws Conflict when the endpoint's name is taken
   */
  @Transactional
  UUID refused(Order order) {
    String why = Gates.sentence(order.planned().gates());
    UUID id =
        promotions.record(
            order.entry(known(order).orElse(null), Came.refused(why), null), order.now());
    tell(
        order,
        order.about(id, null),
        "promotion.refused",
        " was not promoted to " + order.named().to().name() + ": " + why + " It was asked for: ");
    return id;
  }

  private void refuseSecond(Order order) {
    Optional<UUID> other = promotions.pending(order.named());
    if (other.isEmpty()) return;
    throw new Conflict(
        PENDING,
        "%s waits for the gates of %s already. Decide on that promotion, or cancel it."
            .formatted(order.what(), order.named().to().name()),
        "/v1/promotions/" + other.get());
  }

  private Optional<Endpoint> existing(Order order) {
    return endpoints.of(order.named().model().id(), order.named().to().id());
  }

  /**
   * The endpoint, if there is one. If there is none its name has to be free, since a promotion that
   * begins later, or never, is recorded under that name too.
   */
  private Optional<Endpoint> known(Order order) {
    Optional<Endpoint> endpoint = existing(order);
    if (endpoint.isEmpty()) endpoints.requireFree(order.endpoint());
    return endpoint;
  }

  private Endpoint endpoint(Order order) {
    return existing(order)
        .orElseGet(() ->
            endpoints.create(
                order.named().model(), order.named().to(), Settings.NONE, order.asked().by()));
  }

  private void brokeGlass(Order order, UUID id) {
    String why = order.terms().breakGlass();
    if (why == null) return;
    facts.tell(
        order.about(id, null),
        "promotion.break-glass",
        order.asked().by(),
        why,
        "%s passed over the gates of %s for %s: %s"
            .formatted(order.asked().by(), order.named().to().name(), order.what(), why));
  }

  private void tell(Order order, About about, String type, String did) {
    String reason = order.asked().reason();
    facts.tell(about, type, order.asked().by(), reason, order.what() + did + reason);
  }
}
