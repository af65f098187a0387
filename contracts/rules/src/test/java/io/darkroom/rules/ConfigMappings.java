package io.darkroom.rules;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads the interfaces annotated with {@code @ConfigMapping} from their sources, as the compiler parses them. */
final class ConfigMappings {
    private static final String KEY_OF_MAP = "\"<name>\"";

    private final DocTrees docs;
    private final List<Setting> settings = new ArrayList<>();

    /** @param fallback the default, or empty: it must be set, or is optional by its type */
    record Setting(String key, String type, Optional<String> fallback, String description) {}

    private ConfigMappings(DocTrees docs) {
        this.docs = docs;
    }

    /** What all mappings in these files ask for, in the order of the sources. */
    static List<Setting> read(Collection<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            ConfigMappings mappings = new ConfigMappings(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                mappings.read(unit);
            }
            return mappings.settings;
        }
    }

    private void read(CompilationUnitTree unit) {
        for (Tree declared : unit.getTypeDecls()) {
            if (declared instanceof ClassTree type) {
                argument(type.getModifiers(), "ConfigMapping", "prefix")
                        .ifPresent(prefix -> group(TreePath.getPath(unit, type), type, prefix));
            }
        }
    }

    private void group(TreePath at, ClassTree group, String prefix) {
        for (Tree member : group.getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                setting(at, group, method, prefix);
            }
        }
    }

    private void setting(TreePath at, ClassTree group, MethodTree method, String prefix) {
        ModifiersTree modifiers = method.getModifiers();
        String name = argument(modifiers, "WithName", "value")
                .orElseGet(() -> dashed(method.getName().toString()));
        String key = has(modifiers, "WithParentName") ? prefix : prefix + "." + name;
        String type = method.getReturnType().toString().replace(", ", ",");
        String element = type.replaceAll("^(Optional|List|Map<String,)<?", "").replaceAll(">+$", "");
        if (type.startsWith("Map<")) {
            key += "." + KEY_OF_MAP;
        } else if (type.contains("List<") && nested(group, element).isPresent()) {
            key += "[<n>]";
        }
        Optional<ClassTree> inner = nested(group, element);
        if (inner.isPresent()) {
            group(new TreePath(at, inner.get()), inner.get(), key);
            return;
        }
        DocCommentTree comment = docs.getDocCommentTree(new TreePath(at, method));
        String text = comment == null ? "" : text(comment.getFullBody());
        settings.add(new Setting(key, type, argument(modifiers, "WithDefault", "value"), text));
    }

    private static Optional<ClassTree> nested(ClassTree group, String name) {
        return group.getMembers().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .filter(type -> type.getKind() == Tree.Kind.INTERFACE
                        && type.getSimpleName().contentEquals(name))
                .findFirst();
    }

    private static boolean has(ModifiersTree modifiers, String annotation) {
        return modifiers.getAnnotations().stream()
                .anyMatch(each -> each.getAnnotationType().toString().equals(annotation));
    }

    private static Optional<String> argument(ModifiersTree modifiers, String annotation, String name) {
        return modifiers.getAnnotations().stream()
                .filter(each -> each.getAnnotationType().toString().equals(annotation))
                .flatMap(each -> each.getArguments().stream())
                .filter(each -> name.equals(
                        each instanceof AssignmentTree named
                                ? named.getVariable().toString()
                                : "value"))
                .map(each -> constant(each instanceof AssignmentTree named ? named.getExpression() : each))
                .findFirst();
    }

    /** A string, or several that are joined by a plus. */
    private static String constant(ExpressionTree expression) {
        return switch (expression) {
            case com.sun.source.tree.LiteralTree literal -> String.valueOf(literal.getValue());
            case BinaryTree sum -> constant(sum.getLeftOperand()) + constant(sum.getRightOperand());
            case ParenthesizedTree inner -> constant(inner.getExpression());
            default -> throw new IllegalStateException(expression + " is no constant that can be read here");
        };
    }

    private static String dashed(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String text(List<? extends DocTree> body) {
        return body.stream()
                .map(ConfigMappings::text)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String text(DocTree part) {
        return switch (part) {
            case LiteralTree literal -> "`" + literal.getBody().getBody().strip() + "`";
            case LinkTree link ->
                "`" + (link.getLabel().isEmpty() ? reference(link.getReference().toString()) : text(link.getLabel()))
                        + "`";
            case EntityTree entity ->
                Map.of("lt", "<", "gt", ">", "amp", "&").get(entity.getName().toString());
            default ->
                switch (part.getKind()) {
                    case START_ELEMENT, END_ELEMENT -> " ";
                    default -> part.toString();
                };
        };
    }

    /** A link to another key of the same interface reads as that key. */
    private static String reference(String signature) {
        return signature.startsWith("#") ? dashed(signature.substring(1).replace("()", "")) : signature;
    }
}
