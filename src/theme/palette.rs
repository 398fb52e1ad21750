//! Tests the series colours of the built-in themes: they must differ for readers with the common
//! kinds of colour blindness and in grey, and have enough contrast with the paper, in both schemes.

#![expect(clippy::unwrap_used, reason = "tests may panic")]

use crate::base::colour::Rgb;

/// What red-, green- and blue-blind eyes make of linear light.
///
/// # Source
/// Machado, Oliveira and Fernandes (2009), severity 1.
const EYES: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

/// From linear light to CIE XYZ under D65.
const XYZ: [[f64; 3]; 3] = [
    [0.412_456_4, 0.357_576_1, 0.180_437_5],
    [0.212_672_9, 0.715_152_2, 0.072_175_0],
    [0.019_333_9, 0.119_192_0, 0.950_304_1],
];

/// The smallest allowed distance of two series in CIELAB; 2.3 is just noticeable.
const LEAST_DISTANCE: f64 = 12.0;

/// The smallest allowed difference of lightness, from 0 to 100, on screens in grey.
const LEAST_STEP: f64 = 4.5;

/// The same in print, which has the light scheme.
const LEAST_PRINTED_STEP: f64 = 7.0;

/// The same in print between the first three series, which most charts have: two of them beside each other in a
/// group of bars are told apart by their grey alone.
const LEAST_STEP_OF_FIRST: f64 = 14.0;

/// How many series most charts have at most.
const FIRST: usize = 3;

/// Returns the smallest difference of lightness between colours.
fn least_step(colours: &[&str]) -> f64 {
    let mut steps: Vec<_> =
        colours.iter().map(|text| lab(Rgb::parse(text).unwrap().linear())[0]).collect();
    steps.sort_by(f64::total_cmp);
    steps.windows(2).map(|pair| pair[1] - pair[0]).fold(100.0, f64::min)
}

fn apply(matrix: &[[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(one, other)| one * other).sum())
}

fn lab(light: [f64; 3]) -> [f64; 3] {
    let [x, y, z] = apply(&XYZ, light.map(|value| value.clamp(0.0, 1.0)));
    let root = |value: f64| {
        if value > 0.008_856 { value.cbrt() } else { 7.787 * value + 16.0 / 116.0 }
    };
    let [x, y, z] = [x / 0.950_47, y, z / 1.088_83].map(root);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
    one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
}

fn contrast(one: &str, other: &str) -> f64 {
    let [one, other] = [one, other].map(|text| Rgb::parse(text).unwrap().luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Returns the value of a token's line, such as `paper: {light: "#FFFFFF", …}`.
fn value<'t>(theme: &'t str, group: &str, name: &str, scheme: &str) -> &'t str {
    let (_, group) = theme.split_once(&format!("\n{group}:\n")).unwrap();
    let (_, line) = group.split_once(&format!("\n  {name}:")).unwrap_or_else(|| {
        let rest = group.strip_prefix(&format!("  {name}:"));
        ("", rest.unwrap())
    });
    let (_, rest) = line.split_once(&format!("{scheme}: \"")).unwrap();
    &rest[..7]
}

#[test]
fn series_can_be_told_apart() {
    let themes = [
        ("default", include_str!("../../themes/default/theme.yaml")),
        ("investor", include_str!("../../themes/investor/theme.yaml")),
        ("ministry", include_str!("../../themes/ministry/theme.yaml")),
    ];
    for (name, theme) in themes {
        for scheme in ["light", "dark"] {
            let (paper, ink) =
                (value(theme, "colour", "paper", scheme), value(theme, "colour", "ink", scheme));
            let rest = value(theme, "series", "rest", scheme);
            assert!(contrast(rest, paper) >= 3.0, "{name}, {scheme}: `rest` on paper");
            assert!(contrast(rest, ink) >= 4.5, "{name}, {scheme}: ink on `rest`");
            let series = ["1", "2", "3", "4", "5"].map(|it| value(theme, "series", it, scheme));
            for colour in series {
                let found = contrast(colour, paper);
                assert!(found >= 4.45, "{name}, {scheme}: {colour} on paper has {found:.2}");
            }
            for eye in &EYES {
                let seen = series.map(|text| lab(apply(eye, Rgb::parse(text).unwrap().linear())));
                for (index, one) in seen.iter().enumerate() {
                    for (other_index, other) in seen.iter().enumerate().skip(index + 1) {
                        let found = distance(*one, *other);
                        let pair = (series[index], series[other_index]);
                        assert!(found >= LEAST_DISTANCE, "{name}, {scheme}: {pair:?} {found:.1}");
                    }
                }
            }
            let (all, first) = (least_step(&series), least_step(&series[..FIRST]));
            let (least, least_of_first) = if scheme == "light" {
                (LEAST_PRINTED_STEP, LEAST_STEP_OF_FIRST)
            } else {
                (LEAST_STEP, LEAST_STEP)
            };
            assert!(all >= least, "{name}, {scheme}: steps of grey {all:.1}");
            assert!(first >= least_of_first, "{name}, {scheme}: first steps of grey {first:.1}");
        }
    }
}
