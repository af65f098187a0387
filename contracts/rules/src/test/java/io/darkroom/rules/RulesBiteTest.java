package io.darkroom.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that cannot fail proves nothing: each is seen to fail on a house that was built badly, and to pass what it must allow. */
class RulesBiteTest {
    private static final String ROOT = "io.darkroom.rules.bad";
    private static final JavaClasses BAD = new ClassFileImporter().importPackages(ROOT);

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleFailsOnTheBadHouse(String name) {
        assertThat(violations(name)).isNotEmpty();
    }

    @Test
    void noModuleKnowsOneAboveOrBesideIt() {
        assertThat(violations("modules know only those below them"))
                .anyMatch(it -> it.contains("contracts.KnowsPlatform.above"))
                .anyMatch(it -> it.contains("platform.KnowsPlanner.sideways"))
                .anyMatch(it -> it.contains("planner.ReadsFiles.message"))
                .anyMatch(it -> it.contains("gateway.KnowsTools.tool"))
                .anyMatch(it -> it.contains("gateway.KnowsTools.worker"))
                .anyMatch(it -> it.contains("worker.Sleeps.gateway"))
                .anyMatch(it -> it.contains("unknown.Lost"))
                .noneMatch(it -> it.contains("Field <" + ROOT + ".worker.one"));
    }

    @Test
    void whatManyShareStandsOnFewLibraries() {
        assertThat(violations("messages, planner and simulator stand on few libraries"))
                .anyMatch(it -> it.contains("contracts.KnowsPlatform.library"))
                .anyMatch(it -> it.contains("planner.ReadsFiles.files"))
                .noneMatch(it -> it.contains(".worker."));
    }

    @Test
    void aPackageAndOneInsideItFormACircleToo() {
        assertThat(violations("no circles between packages"))
                .anyMatch(it -> it.contains("worker.one.deep"))
                .anyMatch(it -> it.contains("Slice gateway"));
    }

    @Test
    void everyClientLibraryHasItsNames() {
        assertThat(violations("client libraries in classes named after them"))
                .anyMatch(it -> it.contains("Mixes.kafka"))
                .anyMatch(it -> it.contains("Mixes.redis"))
                .anyMatch(it -> it.contains("Mixes.store"))
                .anyMatch(it -> it.contains("Mixes.http"))
                .anyMatch(it -> it.contains("Mixes.tensor"))
                .anyMatch(it -> it.contains("Mixes.sdk"))
                .anyMatch(it -> it.contains("Mixes.pointer"))
                .anyMatch(it -> it.contains("Mixes$KafkaNested.kafka"))
                .noneMatch(it -> it.contains("allowed"));
    }

    @Test
    void noWayToSleepEvades() {
        assertThat(violations("no sleeping"))
                .anyMatch(it -> it.contains("Thread.sleep(long)"))
                .anyMatch(it -> it.contains("references method <java.lang.Thread.sleep(long)>"))
                .anyMatch(it -> it.contains("Thread.sleep(long, int)"))
                .anyMatch(it -> it.contains("Thread.sleep(java.time.Duration)"))
                .anyMatch(it -> it.contains("TimeUnit.sleep(long)"))
                .anyMatch(it -> it.contains("LockSupport.parkNanos(long)"))
                .anyMatch(it -> it.contains("LockSupport.parkNanos(java.lang.Object, long)"))
                .anyMatch(it -> it.contains("LockSupport.parkUntil(long)"))
                .anyMatch(it -> it.contains(".wait(long)"))
                .noneMatch(it -> it.contains("allowed"));
    }

    @Test
    void noWayToTheWallClockEvades() {
        assertThat(violations("time is injected"))
                .anyMatch(it -> it.contains("references method <java.time.Instant.now()>"))
                .anyMatch(it -> it.contains("calls method <java.time.Instant.now()>"))
                .anyMatch(it -> it.contains("LocalDate.now(java.time.ZoneId)"))
                .anyMatch(it -> it.contains("Clock.systemUTC()"))
                .anyMatch(it -> it.contains("System.currentTimeMillis()"))
                .anyMatch(it -> it.contains("Date.<init>()"))
                .noneMatch(it -> it.contains("Instant.now(java.time.Clock)"))
                .noneMatch(it -> it.contains("worker.Clocks"));
    }

    @Test
    void aWideConstructorIsFoundUnlessItIsAMessageOrKnown() {
        assertThat(wide(Set.of(), Set.of()))
                .hasSize(2)
                .anyMatch(it -> it.contains("worker.Wide.<init>"))
                .anyMatch(it -> it.contains("worker.Wide$Document.<init>"));
        assertThat(wide(Set.of("Wide.Document"), Set.of("Wide"))).isEmpty();
    }

    @Test
    void onlyARecordCanBeAMessage() {
        assertThat(wide(Set.of("Wide.Document", "Wide"), Set.of()))
                .singleElement()
                .asString()
                .contains("worker.Wide.<init>");
    }

    @Test
    void aNameThatNoLongerNeedsToBeOnAListMustLeaveIt() {
        assertThat(wide(Set.of("Wide.Document", "Gone"), Set.of("Wide", "Sleeps")))
                .hasSize(2)
                .allMatch(it -> it.contains("take it off the list"));
    }

    @Test
    void aPackageWithoutMeaningIsFound() {
        assertThat(violations("packages are named after what they can do"))
                .anyMatch(it -> it.contains("worker.util.Things"));
    }

    @Test
    void aTestThatStartsServersIsFoundHoweverItDoesIt() {
        assertThat(HouseRules.tests(ROOT).evaluate(BAD).getFailureReport().getDetails())
                .hasSize(4)
                .anyMatch(it -> it.contains("Suites$ThroughAnother"))
                .anyMatch(it -> it.contains("Suites$ByReference"))
                .anyMatch(it -> it.contains("Suites$Extended"))
                .anyMatch(it -> it.contains("Suites$Inheriting"));
    }

    static Set<String> rules() {
        return HouseRules.under(ROOT, Set.of(), Set.of()).keySet();
    }

    private static List<String> wide(Set<String> messages, Set<String> known) {
        return violations(HouseRules.under(ROOT, messages, known), "constructors take at most 7 parameters");
    }

    private static List<String> violations(String name) {
        return violations(HouseRules.under(ROOT, Set.of(), Set.of()), name);
    }

    private static List<String> violations(Map<String, ArchRule> rules, String name) {
        return Objects.requireNonNull(rules.get(name), name)
                .evaluate(BAD)
                .getFailureReport()
                .getDetails();
    }
}
