"""Trained classifiers: labels and articles in, a measured classifier with a card, and its answers, out.

frames and features make numbers of articles; estimators learn and calibrate, group by group (folds, calibration);
teaching resolves labels; validation and scoring say how good it is; training, saving, card and applying are the way of
a classifier from labels to predictions.
"""
