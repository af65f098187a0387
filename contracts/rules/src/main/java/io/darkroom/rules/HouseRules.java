package io.darkroom.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The rules, by name. No rule selects classes before it judges them: each judges all, so that none passes because its selection was empty.
 */
public final class HouseRules {
    private HouseRules() {}

    /**
     * @param root the package under which the modules lie
     * @param wideMessages records that may have too many components, see {@link KeepsHouseRules#wideMessages}
     * @param wideConstructors classes that may have a constructor with too many parameters, see {@link KeepsHouseRules#wideConstructors}
     */
    public static Map<String, ArchRule> under(String root, Set<String> wideMessages, Set<String> wideConstructors) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(
                "modules know only those below them",
                classes()
                        .should(Modules.under(root).knowOnlyThoseBelow())
                        .because("arrows fall: messages, platform, gateway or worker, deploy"));
        rules.put(
                "messages, planner and simulator stand on few libraries",
                classes()
                        .should(Modules.under(root).useOnlyTheirLibraries())
                        .because("who shares them shares whatever they depend on"));
        rules.put(
                "no circles between packages",
                slices().matching(root + ".(**)").should().beFreeOfCycles());
        rules.put(
                "client libraries in classes named after them",
                classes()
                        .should(new ClientLibraries())
                        .because("a library is replaced in the classes that carry its name, and in no other"));
        rules.put(
                "no sleeping",
                classes()
                        .should(Calls.toSleep())
                        .because(
                                "a wait ends early when its reason does: a latch, a condition or a scheduler can be woken"));
        rules.put(
                "time is injected",
                classes()
                        .should(Calls.toTheWallClock())
                        .because("tests choose the time; only a class named Clocks reads the system's"));
        rules.put(
                "packages are named after what they can do",
                classes()
                        .should()
                        .resideOutsideOfPackages(
                                "..service..",
                                "..impl..",
                                "..dto..",
                                "..mapper..",
                                "..util..",
                                "..common..",
                                "..helper.."));
        rules.put(
                "constructors take at most " + WideConstructors.LIMIT + " parameters",
                classes().should(new WideConstructors(root + ".contracts", wideMessages, wideConstructors)));
        return rules;
    }

    /** The rule for tests. */
    public static ArchRule tests(String root) {
        return classes().should(new ServerTests(root));
    }
}
