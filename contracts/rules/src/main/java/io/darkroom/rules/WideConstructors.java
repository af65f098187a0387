package io.darkroom.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Constructors with too many parameters; a record that is a message has as many as the message has fields. */
final class WideConstructors extends ArchCondition<JavaClass> {
    static final int LIMIT = 7;

    private final String contracts;
    private final Set<String> messages;
    private final Set<String> frozen;
    private final Set<String> needless = new TreeSet<>();

    WideConstructors(String contracts, Set<String> messages, Set<String> frozen) {
        super("have no constructor with more than %d parameters, but for those known", LIMIT);
        this.contracts = contracts;
        this.messages = messages;
        this.frozen = frozen;
    }

    @Override
    public void init(Collection<JavaClass> all) {
        needless.clear();
        needless.addAll(messages);
        needless.addAll(frozen);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String name = nameOf(type);
        for (JavaConstructor constructor : type.getConstructors()) {
            int parameters = constructor.getRawParameterTypes().size() - added(type);
            if (parameters <= LIMIT || type.isRecord() && type.getPackageName().startsWith(contracts)) {
                continue;
            }
            needless.remove(name);
            if (!frozen.contains(name) && !(type.isRecord() && messages.contains(name))) {
                events.add(SimpleConditionEvent.violated(
                        type, "%s takes %d parameters".formatted(constructor.getDescription(), parameters)));
            }
        }
    }

    @Override
    public void finish(ConditionEvents events) {
        needless.forEach(name -> events.add(SimpleConditionEvent.violated(
                name, "%s has no such constructor any more: take it off the list".formatted(name))));
    }

    /** Parameters that the compiler adds: name and number of an enum's constant, the instance around an inner class. */
    private static int added(JavaClass type) {
        if (type.isEnum()) {
            return 2;
        }
        return type.isInnerClass() && !type.getModifiers().contains(JavaModifier.STATIC) ? 1 : 0;
    }

    private static String nameOf(JavaClass type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }
}
