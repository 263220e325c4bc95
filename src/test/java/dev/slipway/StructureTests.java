package dev.slipway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.transaction.annotation.Transactional;

/** The rooms depend on each other as the architecture says, and keep its house rules. */
class StructureTests {

  /** The rooms of the architecture; local may use every one of them. */
  private static final Set<String> ROOMS =
      Set.of(
          "base",
          "cloud",
          "web",
          "access",
          "catalog",
          "environment",
          "endpoint",
          "rollout",
          "usage",
          "promotion",
          "handover",
          "history",
          "judge",
          "live",
          "loadtest",
          "monitoring",
          "proxy",
          "secret",
          "simulator",
          "cli",
          "traffic",
          "webhook");

  @Test
  void theRoomsDependOnEachOtherAsDeclared() {
    ApplicationModules.of(Slipway.class).verify();
  }

  @Test
  void everyRoomDeclaresWhatItMayUse() {
    ApplicationModules.of(Slipway.class).stream()
        .map(module -> module.getIdentifier().toString())
        .filter(room -> !room.equals("local"))
        .forEach(
            room -> assertThat(declared(room)).as("allowed dependencies of %s", room).isTrue());
  }

  @Test
  void onlyCloudAndSimulatorSeeTheAwsSdk() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.slipway.cloud..", "dev.slipway.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.."));
  }

  @Test
  void nobodyButLocalMayUseTheSimulator() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.slipway.local..", "dev.slipway.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.slipway.simulator.."));
  }

  @Test
  void timeComesFromTheClocks() {
    check(
        noClasses()
            .that(not(named("dev.slipway.base.WallClock").or(simulatorsClock())))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.InstantSource.class, "system"));
  }

  @Test
  void nobodySleeps() {
    check(
        noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class));
  }

  /** It keeps its connection until it is closed, which nothing reminds of: ask for the list. */
  @Test
  void nobodyLeavesRowsFlowing() {
    check(
        noClasses()
            .should()
            .callMethod(JdbcClient.MappedQuerySpec.class, "stream")
            .orShould()
            .callMethodWhere(
                DescribedPredicate.describe(
                    "streams rows", call -> call.getTarget().getName().equals("queryForStream"))));
  }

  @Test
  void identifiersComeFromOnePlace() {
    check(
        noClasses()
            .that(not(named("dev.slipway.base.Ids")))
            .should()
            .callMethod(UUID.class, "randomUUID"));
  }

  @Test
  void dependenciesComeThroughConstructors() {
    check(
        noFields()
            .should()
            .beAnnotatedWith(Autowired.class)
            .orShould()
            .beAnnotatedWith(Value.class)
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .orShould()
            .beAnnotatedWith("jakarta.persistence.PersistenceContext"));
  }

  @Test
  void classesAreNamedForWhatTheyDo() {
    check(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl"));
  }

  @Test
  void entitiesStayInTheirRoom() {
    check(
        classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .or()
            .areAnnotatedWith(Embeddable.class)
            .should()
            .bePackagePrivate());
  }

  @Test
  void stepsAreNeverTransactional() {
    DescribedPredicate<JavaClass> steps =
        resideInAPackage("dev.slipway.rollout..")
            .and(
                DescribedPredicate.describe(
                    "are steps",
                    type ->
                        type.getSimpleName().endsWith("Step")
                            || type.getAllRawInterfaces().stream()
                                .anyMatch(above -> above.getSimpleName().equals("Step"))));
    check(noClasses().that(steps).should().beMetaAnnotatedWith(Transactional.class));
    check(
        methods()
            .that()
            .areDeclaredInClassesThat(steps)
            .should()
            .notBeMetaAnnotatedWith(Transactional.class));
  }

  @Test
  void everyPackageIsNullMarked() {
    check(
        classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class));
    Set<String> described =
        MainClasses.all().stream()
            .filter(type -> type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(java.util.stream.Collectors.toSet());
    assertThat(MainClasses.all())
        .extracting(JavaClass::getPackageName)
        .allMatch(described::contains);
  }

  /**
   * Looked up as Modulith does, at run time: a package-info among the tests would hide the room's
   * own, and with it every rule of the room.
   */
  private static boolean declared(String room) {
    try {
      return ROOMS.contains(room)
          && Class.forName("dev.slipway." + room + ".package-info")
              .isAnnotationPresent(ApplicationModule.class);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(MainClasses.all());
  }

  private static DescribedPredicate<JavaClass> named(String name) {
    return DescribedPredicate.describe(
        name, type -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
  }

  /** The simulator has a clock of its own, which alone reads the machine's. */
  private static DescribedPredicate<JavaClass> simulatorsClock() {
    return resideInAnyPackage("dev.slipway.simulator..")
        .and(
            DescribedPredicate.describe(
                "is a clock", type -> type.getSimpleName().endsWith("Clock")));
  }
}
